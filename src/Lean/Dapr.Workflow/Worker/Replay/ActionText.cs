using Wire = DurableTask.Protocol;
using Action = DurableTask.Protocol.WorkflowAction.WorkflowActionTypeOneofCase;
using Entry = DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace Dapr.Workflow.Worker.Replay;

/// <summary>What a workflow's code asked for, and what its history says it asked for, in words that can be compared.</summary>
internal static class ActionText
{
    public static string Of(Wire.WorkflowAction action) => action.WorkflowActionTypeCase switch
    {
        Action.ScheduleTask => Activity(action.ScheduleTask.Name),
        Action.CreateChildWorkflow => Child(action.CreateChildWorkflow.Name),
        Action.CreateTimer => Timer,
        Action.SendEvent => Event(action.SendEvent.Name, action.SendEvent.Instance.InstanceId),
        Action.CompleteWorkflow => "the end of the run",
        _ => action.WorkflowActionTypeCase.ToString(),
    };

    public static string Of(Wire.HistoryEvent entry) => entry.EventTypeCase switch
    {
        Entry.TaskScheduled => Activity(entry.TaskScheduled.Name),
        Entry.ChildWorkflowInstanceCreated => Child(entry.ChildWorkflowInstanceCreated.Name),
        Entry.TimerCreated => Timer,
        Entry.EventSent => Event(entry.EventSent.Name, entry.EventSent.InstanceId),
        _ => entry.EventTypeCase.ToString(),
    };

    private const string Timer = "a timer";

    private static string Activity(string name) => $"a call of activity '{name}'";

    private static string Child(string name) => $"a call of child workflow '{name}'";

    private static string Event(string name, string instanceId) => $"event '{name}' to instance '{instanceId}'";
}
