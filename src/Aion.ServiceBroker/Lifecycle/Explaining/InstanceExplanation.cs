using Aion.ServiceBroker.Health;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Explaining;

/// <summary>Why one instance is in its state and how it got there.</summary>
/// <param name="Status">As in the status.</param>
public sealed record InstanceExplanation(InstanceStatus Status)
{
    /// <summary>Why it is in its state, with the last lines of its log when its process ended.</summary>
    public InstanceCause? Cause { get; init; }

    /// <summary>How it ended last, or why its last start failed, with the last lines of its log; null: it never did.</summary>
    public InstanceEnd? LastEnd { get; init; }

    /// <summary>The last ten changes of its state, oldest first.</summary>
    public IReadOnlyList<InstanceTransition> Transitions { get; init; } = [];

    /// <summary>What it depends on.</summary>
    public IReadOnlyList<DependencyReport> Dependencies { get; init; } = [];

    /// <summary>What its health checks find; null: there are none, or it does not run.</summary>
    public HealthReport? Health { get; init; }

    /// <summary>Kanbans that wait in its queue; null: it has none, or nobody could say.</summary>
    public int? Queue { get; init; }

    /// <summary>Kanbans that were set aside as poison, newest first.</summary>
    public IReadOnlyList<PoisonReport> Poison { get; init; } = [];

    /// <summary>Generation of the project that its definition is from; 0: none yet.</summary>
    public long Generation { get; init; }

    /// <summary>The update that was taken back; null: none, or a later one has replaced it.</summary>
    public UpdateReport? RolledBack { get; init; }

    /// <summary>The update that waits until it is no longer busy; null: none.</summary>
    public UpdateReport? Deferred { get; init; }
}
