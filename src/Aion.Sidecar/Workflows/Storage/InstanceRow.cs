using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>What is stored of an instance besides its history.</summary>
internal sealed record InstanceRow
{
    public required InstanceRef Instance { get; init; }

    /// <summary>How many turns were committed.</summary>
    public long Turn { get; init; }

    /// <summary>The turn that its present run began with.</summary>
    public long Run { get; init; }

    public OrchestrationStatus Status { get; init; }

    public bool IsHeld { get; init; }

    public DateTime Created { get; init; }

    public DateTime Updated { get; init; }

    /// <summary>The time of the first turn.</summary>
    public DateTime? Started { get; init; }

    public DateTime? Completed { get; init; }

    public required string ExecutionId { get; init; }

    public string? Version { get; init; }

    public string? CustomStatus { get; init; }

    public required HistoryEvent Start { get; init; }

    /// <summary>The history that its caller shows to it; null: none.</summary>
    public PropagatedHistory? Received { get; init; }

    /// <summary>null: it has not ended.</summary>
    public ExecutionCompletedEvent? Outcome { get; init; }

    public bool IsCompleted => Outcome is not null;

    /// <summary>Its start is not due.</summary>
    public bool IsScheduled => IsHeld && Turn == 0;

    public ParentInstanceInfo? Parent => Start.ExecutionStarted.ParentInstance;
}
