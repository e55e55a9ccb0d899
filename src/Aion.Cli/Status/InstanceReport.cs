using Aion.Contracts.V1;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Platforms;

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
    /// <summary>Why it is in this state, for programs.</summary>
    public InstanceCause? Cause { get; init; }

    /// <summary>Failed runs and starts in a row.</summary>
    public int Tries { get; init; }

    /// <summary>When it is started again.</summary>
    public DateTimeOffset? NextTry { get; init; }

    /// <summary>What it waits for before it starts.</summary>
    public IReadOnlyList<string> WaitingFor { get; init; } = [];

    /// <summary>What it says it is busy with.</summary>
    public string? Busy { get; init; }

    /// <summary><c>healthy</c> or <c>unhealthy</c>.</summary>
    public string? Health { get; init; }

    /// <summary>Number of the last start.</summary>
    public int Run { get; init; }

    /// <summary>Kanbans that were set aside as poison and that nobody has dealt with.</summary>
    public int SetAside { get; init; }

    /// <summary>The node of the cluster that runs it; left out outside of a cluster.</summary>
    public string? Node { get; init; }

    /// <summary>Whether it takes its queue itself, so that only its sidecar knows what waits.</summary>
    public bool Subscriber { get; init; }

    /// <param name="instance">What service-broker knows.</param>
    /// <param name="queue">What status-kanban knows.</param>
    /// <param name="subscriber">Whether it takes its queue itself.</param>
    /// <param name="lastWords">The last line that a failed process printed.</param>
    public static InstanceReport Of(InstanceStatus instance, QueueInfo? queue, bool subscriber, string? lastWords) => new(
        instance.Name, instance.Service, instance.Number, instance.State, instance.Since, instance.Pid, instance.StartedAt,
        instance.Restarts, instance.LastExitCode, instance.Adopted, queue?.Delivered, queue?.Held, InstanceNote.Of(instance, lastWords))
    {
        Cause = instance.Cause,
        Tries = instance.Tries,
        NextTry = instance.NextTry,
        WaitingFor = instance.WaitingFor,
        Busy = instance.Busy,
        Health = instance.Health,
        Run = instance.Run,
        SetAside = instance.SetAside,
        Node = instance.Node,
        Subscriber = subscriber,
    };

    /// <summary>The next start as people say it: <c>retry 4 in 12 s</c>, <c>next start in 12 s</c> by its interval; null when none is planned.</summary>
    public string? Retry(DateTimeOffset now) => NextTry is not { } next ? null
        : $"{NextStart} {Due.Text(next, now)}";

    /// <summary>What the next start is. One that follows no failure is that of an <c>interval</c>.</summary>
    internal string NextStart => Tries > 0 ? $"retry {Tries}" : "next start";
}
