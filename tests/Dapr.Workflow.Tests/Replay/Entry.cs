using System.Text.Json;
using DurableTask.Protocol;

namespace Dapr.Workflow.Tests.Replay;

/// <summary>Entries of a history by hand.</summary>
internal static class Entry
{
    public static HistoryEvent Started(string name, object? input = null) =>
        Outside(new HistoryEvent { ExecutionStarted = new ExecutionStartedEvent { Name = name, Input = Json(input) } });

    public static HistoryEvent Completed(int id, object? result = null) =>
        Outside(new HistoryEvent { TaskCompleted = new TaskCompletedEvent { TaskScheduledId = id, Result = Json(result) } });

    public static HistoryEvent Failed(int id, string type, string message) => Outside(new HistoryEvent
    {
        TaskFailed = new TaskFailedEvent { TaskScheduledId = id, FailureDetails = new TaskFailureDetails { ErrorType = type, ErrorMessage = message } },
    });

    public static HistoryEvent Fired(int id) => Outside(new HistoryEvent { TimerFired = new TimerFiredEvent { TimerId = id } });

    public static HistoryEvent Raised(string name, object? payload = null) =>
        Outside(new HistoryEvent { EventRaised = new EventRaisedEvent { Name = name, Input = Json(payload) } });

    public static HistoryEvent ChildCompleted(int id, object? result = null) => Outside(new HistoryEvent
    {
        ChildWorkflowInstanceCompleted = new ChildWorkflowInstanceCompletedEvent { TaskScheduledId = id, Result = Json(result) },
    });

    public static HistoryEvent ChildFailed(int id, string type, string message) => Outside(new HistoryEvent
    {
        ChildWorkflowInstanceFailed = new ChildWorkflowInstanceFailedEvent
        {
            TaskScheduledId = id,
            FailureDetails = new TaskFailureDetails { ErrorType = type, ErrorMessage = message },
        },
    });

    public static HistoryEvent Suspended() => Outside(new HistoryEvent { ExecutionSuspended = new ExecutionSuspendedEvent() });

    public static HistoryEvent Resumed() => Outside(new HistoryEvent { ExecutionResumed = new ExecutionResumedEvent() });

    public static HistoryEvent Terminated(object? output = null) =>
        Outside(new HistoryEvent { ExecutionTerminated = new ExecutionTerminatedEvent { Input = Json(output) } });

    /// <summary>What a sidecar writes for an action; null for what ends the run.</summary>
    public static HistoryEvent? Of(WorkflowAction action) => action.WorkflowActionTypeCase switch
    {
        WorkflowAction.WorkflowActionTypeOneofCase.ScheduleTask => new HistoryEvent
        {
            EventId = action.Id,
            TaskScheduled = new TaskScheduledEvent { Name = action.ScheduleTask.Name, TaskExecutionId = action.ScheduleTask.TaskExecutionId },
        },
        WorkflowAction.WorkflowActionTypeOneofCase.CreateTimer => new HistoryEvent
        {
            EventId = action.Id,
            TimerCreated = new TimerCreatedEvent { FireAt = action.CreateTimer.FireAt },
        },
        WorkflowAction.WorkflowActionTypeOneofCase.CreateChildWorkflow => new HistoryEvent
        {
            EventId = action.Id,
            ChildWorkflowInstanceCreated = new ChildWorkflowInstanceCreatedEvent
            {
                InstanceId = action.CreateChildWorkflow.InstanceId,
                Name = action.CreateChildWorkflow.Name,
            },
        },
        WorkflowAction.WorkflowActionTypeOneofCase.SendEvent => new HistoryEvent
        {
            EventId = action.Id,
            EventSent = new EventSentEvent { InstanceId = action.SendEvent.Instance.InstanceId, Name = action.SendEvent.Name },
        },
        _ => null,
    };

    private static HistoryEvent Outside(HistoryEvent entry)
    {
        entry.EventId = -1;
        return entry;
    }

    private static string Json(object? value) => value is null ? "" : JsonSerializer.Serialize(value, JsonSerializerOptions.Web);
}
