using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Turns;

/// <summary>What events mean to the engine.</summary>
internal static class HistoryEventExtensions
{
    /// <summary>Whether the event gives a turn to an instance that is held.</summary>
    public static bool Wakes(this HistoryEvent message) =>
        message.EventTypeCase is HistoryEvent.EventTypeOneofCase.ExecutionResumed or HistoryEvent.EventTypeOneofCase.ExecutionTerminated;

    /// <summary>What the event is the result of; null: of nothing that the workflow scheduled.</summary>
    public static Operation? Resolution(this HistoryEvent message) => message.EventTypeCase switch
    {
        HistoryEvent.EventTypeOneofCase.TaskCompleted => new(OperationKind.Task, message.TaskCompleted.TaskScheduledId),
        HistoryEvent.EventTypeOneofCase.TaskFailed => new(OperationKind.Task, message.TaskFailed.TaskScheduledId),
        HistoryEvent.EventTypeOneofCase.TimerFired => new(OperationKind.Timer, message.TimerFired.TimerId),
        HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCompleted =>
            new(OperationKind.Child, message.ChildWorkflowInstanceCompleted.TaskScheduledId),
        HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceFailed =>
            new(OperationKind.Child, message.ChildWorkflowInstanceFailed.TaskScheduledId),
        _ => null,
    };

    /// <summary>What the event says was scheduled; null: nothing that gets a result.</summary>
    public static Operation? Scheduled(this HistoryEvent message) => message.EventTypeCase switch
    {
        HistoryEvent.EventTypeOneofCase.TaskScheduled => new(OperationKind.Task, message.EventId),
        HistoryEvent.EventTypeOneofCase.TimerCreated => new(OperationKind.Timer, message.EventId),
        HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCreated => new(OperationKind.Child, message.EventId),
        _ => null,
    };

    /// <summary>The app that a router names, or the one that asks.</summary>
    public static string Target(this TaskRouter? router, string app) =>
        router is { HasTargetAppID: true, TargetAppID.Length: > 0 } ? router.TargetAppID : app;
}
