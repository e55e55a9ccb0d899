using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>Everything that one turn of an instance changes; it is committed as a whole or not at all.</summary>
internal sealed class TurnCommit
{
    public required InstanceRef Instance { get; init; }

    /// <summary>How many turns were committed when this one began.</summary>
    public required long Turn { get; init; }

    /// <summary>The last event of the inbox that the turn took; null: it leaves them all.</summary>
    public long? LastSeq { get; set; }

    /// <summary>What the history gets.</summary>
    public List<HistoryEvent> Events { get; } = [];

    /// <summary>The instance begins anew with these events, the first of which is its start; null: it goes on.</summary>
    public IReadOnlyList<HistoryEvent>? NextRun { get; set; }

    /// <summary>The history that the next run is shown; null: none.</summary>
    public PropagatedHistory? Received { get; set; }

    public List<PendingTask> Tasks { get; } = [];

    public List<(int Id, long Due, HistoryEvent Fired)> Timers { get; } = [];

    /// <summary>Events for other instances.</summary>
    public List<OutgoingEvent> Messages { get; } = [];

    /// <summary>Instances to start.</summary>
    public List<OutgoingStart> Starts { get; } = [];

    public OrchestrationStatus Status { get; set; }

    public bool IsHeld { get; set; }

    public string? CustomStatus { get; set; }

    public string? Version { get; set; }

    public ExecutionCompletedEvent? Outcome { get; set; }

    /// <summary>Sets nothing going.</summary>
    public void TakeBack()
    {
        Tasks.Clear();
        Timers.Clear();
        Messages.Clear();
        Starts.Clear();
    }
}
