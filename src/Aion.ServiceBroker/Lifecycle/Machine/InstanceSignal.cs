using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>Something that happened to an instance. Which members are set depends on the kind.</summary>
internal sealed record InstanceSignal(SignalKind Kind)
{
    /// <summary>The run that it speaks of: a late word about an earlier run is recognised by it.</summary>
    public int Run { get; init; }

    /// <summary>When it happened; null: when it is handled.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Why: of an end, a failed start, a bad verdict, a request.</summary>
    public InstanceCause? Cause { get; init; }

    /// <summary>Exited: with exit code 0. Health: healthy. Busy: busy. Reconcile: a process of it is alive.</summary>
    public bool Yes { get; init; }

    /// <summary>Exited: a kanban came while it ran. Reconcile: the last broker stopped in order.</summary>
    public bool Also { get; init; }

    /// <summary>Started: process id.</summary>
    public int? Pid { get; init; }

    /// <summary>Started: by an earlier broker. Exited: the platform had to end it, because it could not be taken over.</summary>
    public bool Adopted { get; init; }

    /// <summary>Reported, Started and StartFailed: kanbans that were set aside; null: the crash could not be reported. PoisonSettled: which.</summary>
    public IReadOnlyList<string>? SetAside { get; init; }

    /// <summary>Apply and Reconcile: what the project wants.</summary>
    public InstanceDefinition? Definition { get; init; }

    /// <summary>Apply and Dependencies: how far the others are.</summary>
    public DependencyVerdict? Dependencies { get; init; }

    /// <summary>Reconcile: names the run of the broker. Requests: names the request, so that a repeated one counts once.</summary>
    public string? Id { get; init; }

    /// <summary>Its place among the signals of this run of the broker: one that was sent twice counts once. 0: it was not sent.</summary>
    public long Order { get; init; }

    /// <summary>Apply: what was rolled back is tried once more.</summary>
    public bool Force { get; init; }

    /// <summary>Apply: number of the apply in this run of the broker.</summary>
    public long Sequence { get; init; }
}
