using Aion.Contracts.V1;
using Aion.ServiceBroker.Lifecycle;

namespace Aion.Cli.Status;

/// <summary>One instance and its queue.</summary>
/// <param name="Name">App id, <c>judge-001</c>.</param>
/// <param name="Service">The service's label.</param>
/// <param name="Number">Process number.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Since">When it began to.</param>
/// <param name="Pid">Process id while it runs.</param>
/// <param name="StartedAt">Start of the process that runs or ran last.</param>
/// <param name="Restarts">Starts after the first one.</param>
/// <param name="LastExitCode">Exit code of the last end.</param>
/// <param name="Adopted">Whether an earlier host started the process.</param>
/// <param name="Delivered">Kanbans handed to it since the host started; null when it has no queue here.</param>
/// <param name="Held">Kanbans that wait for it in status-kanban.</param>
/// <param name="Note">Why it is in this state, for people.</param>
internal sealed record InstanceReport(
    string Name, string Service, int Number, InstanceState State, DateTimeOffset Since, int? Pid, DateTimeOffset? StartedAt,
    int Restarts, int? LastExitCode, bool Adopted, long? Delivered, int? Held, string? Note)
{
    /// <summary>The node of the cluster that runs it; left out outside of a cluster.</summary>
    public string? Node { get; init; }

    /// <param name="instance">What service-broker knows.</param>
    /// <param name="queue">What status-kanban knows.</param>
    /// <param name="lastWords">The last line that a failed process printed.</param>
    public static InstanceReport Of(InstanceStatus instance, QueueInfo? queue, string? lastWords) => new(
        instance.Name, instance.Service, instance.Number, instance.State, instance.Since, instance.Pid, instance.StartedAt,
        instance.Restarts, instance.LastExitCode, instance.Adopted, queue?.Delivered, queue?.Held, NoteOf(instance, lastWords)) { Node = instance.Node };

    private static string? NoteOf(InstanceStatus instance, string? lastWords)
    {
        var cause = instance.Cause?.Text is { Length: > 0 } said ? said : instance.State == InstanceState.Running ? null : instance.LastExit;
        cause ??= instance.WaitingFor is [var first, ..] ? "waits for " + first : instance.Note;
        return lastWords is { Length: > 0 } ? (cause is null ? lastWords : $"{cause}: {lastWords}")
            : cause ?? (instance.Adopted ? "adopted from the last host" : null);
    }
}
