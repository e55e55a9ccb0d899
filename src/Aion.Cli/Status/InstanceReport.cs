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
    public static InstanceReport Of(InstanceStatus instance, QueueInfo? queue) => new(
        instance.Name, instance.Service, instance.Number, instance.State, instance.Since, instance.Pid, instance.StartedAt,
        instance.Restarts, instance.LastExitCode, instance.Adopted, queue?.Delivered, queue?.Held, NoteOf(instance));

    private static string? NoteOf(InstanceStatus instance) =>
        instance.Cause is { Length: > 0 } cause ? cause
        : instance is { State: not InstanceState.Running, LastExit: { Length: > 0 } exit } ? exit
        : instance.Adopted ? "adopted from the last host"
        : null;
}
