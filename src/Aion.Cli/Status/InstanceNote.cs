using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Platforms;

namespace Aion.Cli.Status;

/// <summary>Says in one line why an instance is as it is.</summary>
internal static class InstanceNote
{
    /// <param name="instance">Its status.</param>
    /// <param name="lastWords">The last line that its process printed; null: it does not matter.</param>
    public static string? Of(InstanceStatus instance, string? lastWords)
    {
        string?[] parts =
        [
            Waiting(instance),
            instance.Busy is { } busy ? (busy.Length > 0 ? $"busy: {busy}" : "busy") : null,
            Cause(instance, lastWords),
            instance.Note,
        ];
        var said = string.Join("; ", parts.Where(part => part is { Length: > 0 }));
        return said.Length > 0 ? said : instance.Adopted ? "adopted from the last host" : null;
    }

    private static string? Waiting(InstanceStatus instance) =>
        instance.WaitingFor.Count == 0 ? null : $"waits: {string.Join(", ", instance.WaitingFor)}";

    // What it waits for says more than that it waits.
    private static string? Cause(InstanceStatus instance, string? lastWords)
    {
        var cause = instance.Cause switch
        {
            { Kind: CauseKind.Dependency } when instance.WaitingFor.Count > 0 => null,
            { Text.Length: > 0 } said => said.Text,
            _ => instance.State.IsUp() ? null : instance.LastExit,
        };
        return lastWords is not { Length: > 0 } ? cause : cause is null ? lastWords : $"{cause}: {lastWords}";
    }
}
