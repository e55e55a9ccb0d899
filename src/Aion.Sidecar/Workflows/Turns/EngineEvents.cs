using DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace Aion.Sidecar.Workflows.Turns;

/// <summary>Makes the events that come from outside the workflow's code: they have no event id of their own.</summary>
internal static class EngineEvents
{
    public const int NoId = -1;

    public static HistoryEvent New(DateTime now, TaskRouter? router = null) =>
        new() { EventId = NoId, Timestamp = Timestamp.FromDateTime(now), Router = router };

    public static HistoryEvent TurnStarted(DateTime now)
    {
        var message = New(now);
        message.WorkflowStarted = new WorkflowStartedEvent();
        return message;
    }

    public static HistoryEvent Raised(string name, string? input, DateTime now)
    {
        var message = New(now);
        message.EventRaised = new EventRaisedEvent { Name = name, Input = input };
        return message;
    }

    public static HistoryEvent Terminated(string? output, bool isRecursive, DateTime now)
    {
        var message = New(now);
        message.ExecutionTerminated = new ExecutionTerminatedEvent { Input = output, Recurse = isRecursive };
        return message;
    }

    public static HistoryEvent Suspended(string? reason, DateTime now)
    {
        var message = New(now);
        message.ExecutionSuspended = new ExecutionSuspendedEvent { Input = string.IsNullOrEmpty(reason) ? null : reason };
        return message;
    }

    public static HistoryEvent Resumed(string? reason, DateTime now)
    {
        var message = New(now);
        message.ExecutionResumed = new ExecutionResumedEvent { Input = string.IsNullOrEmpty(reason) ? null : reason };
        return message;
    }

    public static HistoryEvent Stalled(StalledReason reason, string description, DateTime now)
    {
        var message = New(now);
        message.ExecutionStalled = new ExecutionStalledEvent { Reason = reason, Description = description };
        return message;
    }

    public static HistoryEvent TimerFired(int timerId, Timestamp fireAt, DateTime now)
    {
        var message = New(now);
        message.TimerFired = new TimerFiredEvent { TimerId = timerId, FireAt = fireAt };
        return message;
    }

    /// <summary>The result of an activity as its worker reported it.</summary>
    public static HistoryEvent TaskResult(HistoryEvent scheduled, ActivityResponse response, DateTime now)
    {
        var message = New(now, scheduled.Router);
        var execution = scheduled.TaskScheduled.TaskExecutionId;
        if (response.FailureDetails is { } failure)
            message.TaskFailed = new TaskFailedEvent { TaskScheduledId = scheduled.EventId, TaskExecutionId = execution, FailureDetails = failure };
        else
            message.TaskCompleted = new TaskCompletedEvent { TaskScheduledId = scheduled.EventId, TaskExecutionId = execution, Result = response.Result };
        return message;
    }

    public static HistoryEvent ChildEnded(int taskId, ExecutionCompletedEvent outcome, TaskRouter router, DateTime now)
    {
        var message = New(now, router);
        if (outcome.WorkflowStatus == OrchestrationStatus.Completed)
            message.ChildWorkflowInstanceCompleted = new ChildWorkflowInstanceCompletedEvent { TaskScheduledId = taskId, Result = outcome.Result };
        else
            message.ChildWorkflowInstanceFailed = new ChildWorkflowInstanceFailedEvent { TaskScheduledId = taskId, FailureDetails = outcome.FailureDetails };
        return message;
    }

    /// <summary>The child workflow cannot be started because its id is taken.</summary>
    public static HistoryEvent ChildRefused(int taskId, string childId, DateTime now)
    {
        var message = New(now);
        var failure = new TaskFailureDetails { ErrorType = "AlreadyExists", ErrorMessage = $"an active workflow with ID '{childId}' already exists" };
        message.ChildWorkflowInstanceFailed = new ChildWorkflowInstanceFailedEvent { TaskScheduledId = taskId, FailureDetails = failure };
        return message;
    }
}
