namespace Dapr.Workflow.Client;

/// <summary>What an entry of a history says.</summary>
public enum WorkflowHistoryEventType
{
    /// <summary>Not known to this version.</summary>
    Unknown = 0,

    /// <summary>The run began.</summary>
    ExecutionStarted,

    /// <summary>The run ended.</summary>
    ExecutionCompleted,

    /// <summary>The run was ended from outside.</summary>
    ExecutionTerminated,

    /// <summary>An activity was called.</summary>
    TaskScheduled,

    /// <summary>An activity returned.</summary>
    TaskCompleted,

    /// <summary>An activity threw.</summary>
    TaskFailed,

    /// <summary>A child workflow was called.</summary>
    SubOrchestrationInstanceCreated,

    /// <summary>A child workflow returned.</summary>
    SubOrchestrationInstanceCompleted,

    /// <summary>A child workflow failed.</summary>
    SubOrchestrationInstanceFailed,

    /// <summary>A timer was set.</summary>
    TimerCreated,

    /// <summary>A timer was due.</summary>
    TimerFired,

    /// <summary>A turn began.</summary>
    OrchestratorStarted,

    /// <summary>A turn ended.</summary>
    OrchestratorCompleted,

    /// <summary>An event was raised to another instance.</summary>
    EventSent,

    /// <summary>An event was raised to this instance.</summary>
    EventRaised,

    /// <summary>A note without effect.</summary>
    GenericEvent,

    /// <summary>A summary of earlier entries.</summary>
    HistoryState,

    /// <summary>The run began again.</summary>
    ContinueAsNew,

    /// <summary>The run was paused from outside.</summary>
    ExecutionSuspended,

    /// <summary>The run was resumed from outside.</summary>
    ExecutionResumed,

    /// <summary>No worker could go on with the run.</summary>
    ExecutionStalled,
}
