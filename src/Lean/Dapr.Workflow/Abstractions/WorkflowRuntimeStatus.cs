namespace Dapr.Workflow;

/// <summary>Where a workflow instance stands.</summary>
public enum WorkflowRuntimeStatus
{
    /// <summary>There is no such instance, or its status is not known to this version.</summary>
    Unknown = -1,

    /// <summary>It has begun and is not finished.</summary>
    Running = 0,

    /// <summary>It returned.</summary>
    Completed = 1,

    /// <summary>It began again with a new input.</summary>
    ContinuedAsNew = 2,

    /// <summary>It threw.</summary>
    Failed = 3,

    /// <summary>It was cancelled.</summary>
    Canceled = 4,

    /// <summary>It was ended from outside.</summary>
    Terminated = 5,

    /// <summary>It is scheduled and has not begun.</summary>
    Pending = 6,

    /// <summary>It is paused from outside.</summary>
    Suspended = 7,

    /// <summary>No worker can go on with it.</summary>
    Stalled = 8,
}
