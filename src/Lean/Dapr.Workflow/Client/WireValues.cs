using Wire = DurableTask.Protocol;

namespace Dapr.Workflow.Client;

/// <summary>Between the values of the wire and those of the public API.</summary>
internal static class WireValues
{
    public static WorkflowRuntimeStatus ToRuntimeStatus(Wire.OrchestrationStatus status) =>
        Enum.IsDefined((WorkflowRuntimeStatus)(int)status) ? (WorkflowRuntimeStatus)(int)status : WorkflowRuntimeStatus.Unknown;

    public static WorkflowTaskFailureDetails? ToFailureDetails(Wire.TaskFailureDetails? failure) => failure is null
        ? null
        : new WorkflowTaskFailureDetails(
            failure.ErrorType, failure.ErrorMessage, string.IsNullOrEmpty(failure.StackTrace) ? null : failure.StackTrace);

    public static Wire.TaskFailureDetails ToWire(Exception exception, bool isNonRetriable = false) => new()
    {
        ErrorType = exception.GetType().FullName ?? exception.GetType().Name,
        ErrorMessage = exception.Message,
        StackTrace = exception.StackTrace ?? "",
        InnerFailure = exception.InnerException is { } inner ? ToWire(inner) : null,
        IsNonRetriable = isNonRetriable,
    };

    public static WorkflowHistoryEvent ToHistoryEvent(Wire.HistoryEvent entry) =>
        new(entry.EventId, ToHistoryEventType(entry.EventTypeCase), entry.Timestamp?.ToDateTime() ?? DateTime.MinValue);

    private static WorkflowHistoryEventType ToHistoryEventType(Wire.HistoryEvent.EventTypeOneofCase kind) => kind switch
    {
        Wire.HistoryEvent.EventTypeOneofCase.ExecutionStarted => WorkflowHistoryEventType.ExecutionStarted,
        Wire.HistoryEvent.EventTypeOneofCase.ExecutionCompleted => WorkflowHistoryEventType.ExecutionCompleted,
        Wire.HistoryEvent.EventTypeOneofCase.ExecutionTerminated => WorkflowHistoryEventType.ExecutionTerminated,
        Wire.HistoryEvent.EventTypeOneofCase.TaskScheduled => WorkflowHistoryEventType.TaskScheduled,
        Wire.HistoryEvent.EventTypeOneofCase.TaskCompleted => WorkflowHistoryEventType.TaskCompleted,
        Wire.HistoryEvent.EventTypeOneofCase.TaskFailed => WorkflowHistoryEventType.TaskFailed,
        Wire.HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCreated or
            Wire.HistoryEvent.EventTypeOneofCase.DetachedWorkflowInstanceCreated => WorkflowHistoryEventType.SubOrchestrationInstanceCreated,
        Wire.HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCompleted => WorkflowHistoryEventType.SubOrchestrationInstanceCompleted,
        Wire.HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceFailed => WorkflowHistoryEventType.SubOrchestrationInstanceFailed,
        Wire.HistoryEvent.EventTypeOneofCase.TimerCreated => WorkflowHistoryEventType.TimerCreated,
        Wire.HistoryEvent.EventTypeOneofCase.TimerFired => WorkflowHistoryEventType.TimerFired,
        Wire.HistoryEvent.EventTypeOneofCase.WorkflowStarted => WorkflowHistoryEventType.OrchestratorStarted,
        Wire.HistoryEvent.EventTypeOneofCase.WorkflowCompleted => WorkflowHistoryEventType.OrchestratorCompleted,
        Wire.HistoryEvent.EventTypeOneofCase.EventSent => WorkflowHistoryEventType.EventSent,
        Wire.HistoryEvent.EventTypeOneofCase.EventRaised => WorkflowHistoryEventType.EventRaised,
        Wire.HistoryEvent.EventTypeOneofCase.ContinueAsNew => WorkflowHistoryEventType.ContinueAsNew,
        Wire.HistoryEvent.EventTypeOneofCase.ExecutionSuspended => WorkflowHistoryEventType.ExecutionSuspended,
        Wire.HistoryEvent.EventTypeOneofCase.ExecutionResumed => WorkflowHistoryEventType.ExecutionResumed,
        Wire.HistoryEvent.EventTypeOneofCase.ExecutionStalled => WorkflowHistoryEventType.ExecutionStalled,
        _ => WorkflowHistoryEventType.Unknown,
    };
}
