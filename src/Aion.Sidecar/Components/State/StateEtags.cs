using System.Globalization;

namespace Aion.Sidecar.Components.State;

/// <summary>
/// Dapr's rules of optimistic concurrency: https://docs.dapr.io/developing-applications/building-blocks/state-management/state-management-overview/#concurrency
/// </summary>
internal static class StateEtags
{
    /// <summary>Whether the operation may go ahead on a key that has <paramref name="current"/>; null: the key does not exist.</summary>
    /// <returns>Null when it may, else the failure.</returns>
    public static StateEtagException? Check(StateOperation operation, string? current)
    {
        if (operation.Etag is { Length: > 0 } etag)
        {
            if (!long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                return new StateEtagException(operation.Key, StateEtagError.Invalid);
            }

            return string.Equals(etag, current, StringComparison.Ordinal) ? null : new StateEtagException(operation.Key, StateEtagError.Mismatch);
        }

        return operation is { FirstWrite: true, Kind: StateOperationKind.Upsert } && current is not null
            ? new StateEtagException(operation.Key, StateEtagError.Mismatch)
            : null;
    }
}
