namespace Aion.Sidecar.Components.State;

/// <summary>A state store component. Keys are complete: prefixes of app ids were added by the caller.</summary>
public interface IStateStore
{
    /// <summary>Reads the keys in one consistent view; a missing or expired key is null in its place.</summary>
    ValueTask<IReadOnlyList<StateEntry?>> GetAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>
    /// Applies all operations or none, in order, and completes when they are durable.
    /// </summary>
    /// <exception cref="StateEtagException">An etag did not match; nothing was applied.</exception>
    ValueTask TransactAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken);

    /// <summary>
    /// Applies each operation on its own and completes when all that succeeded are durable. The answer has one place for
    /// each operation: null, or why it failed.
    /// </summary>
    ValueTask<IReadOnlyList<StateEtagException?>> ApplyAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken);
}
