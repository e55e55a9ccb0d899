using Aion.Sidecar.Workflows.Storage;
using DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace Aion.Sidecar.Workflows.Turns;

/// <summary>Turns the actions of one turn into history events and into what they set going.</summary>
internal sealed class ActionApplier(Turn turn, TurnCommit commit, TurnHistory history, RunEnd end, DateTime now)
{
    private readonly InstanceRef _instance = turn.State.Instance;
    private readonly ExecutionStartedEvent _start = turn.Start!.ExecutionStarted;

    public void Apply(WorkflowAction action)
    {
        switch (action.WorkflowActionTypeCase)
        {
            case WorkflowAction.WorkflowActionTypeOneofCase.ScheduleTask:
                ScheduleTask(action, action.ScheduleTask);
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.CreateTimer:
                CreateTimer(action, action.CreateTimer);
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.CreateChildWorkflow:
                CreateChild(action, action.CreateChildWorkflow);
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.CreateDetachedWorkflow:
                CreateDetached(action, action.CreateDetachedWorkflow);
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.SendEvent:
                SendEvent(action, action.SendEvent);
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.TerminateWorkflow:
                Send(action.TerminateWorkflow.InstanceId, EngineEvents.Terminated(action.TerminateWorkflow.Reason, action.TerminateWorkflow.Recurse, now));
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.CompleteWorkflow:
                end.Complete(action, action.CompleteWorkflow);
                break;
        }
    }

    private void ScheduleTask(WorkflowAction action, ScheduleTaskAction task)
    {
        var message = history.Record(action, task.Router);
        message.TaskScheduled = new TaskScheduledEvent
        {
            Name = task.Name,
            Version = task.Version,
            Input = task.Input,
            TaskExecutionId = task.TaskExecutionId,
            ParentTraceContext = _start.ParentTraceContext,
        };
        if (task.HasHistoryPropagationScope)
            message.TaskScheduled.HistoryPropagationScope = task.HistoryPropagationScope;
        commit.Tasks.Add(new PendingTask(
            _instance, message.Router.Target(_instance.App), commit.Turn, message, history.Show(task.HistoryPropagationScope)));
    }

    private void CreateTimer(WorkflowAction action, CreateTimerAction timer)
    {
        var created = new TimerCreatedEvent { FireAt = timer.FireAt };
        if (timer.HasName)
            created.Name = timer.Name;
        switch (timer.OriginCase)
        {
            case CreateTimerAction.OriginOneofCase.CreateTimer:
                created.CreateTimer = timer.CreateTimer;
                break;
            case CreateTimerAction.OriginOneofCase.ExternalEvent:
                created.ExternalEvent = timer.ExternalEvent;
                break;
            case CreateTimerAction.OriginOneofCase.ActivityRetry:
                created.ActivityRetry = timer.ActivityRetry;
                break;
            case CreateTimerAction.OriginOneofCase.ChildWorkflowRetry:
                created.ChildWorkflowRetry = timer.ChildWorkflowRetry;
                break;
        }

        history.Record(action).TimerCreated = created;
        var due = timer.FireAt?.ToDateTime() ?? now;
        commit.Timers.Add((action.Id, due.Ticks, EngineEvents.TimerFired(action.Id, timer.FireAt ?? Timestamp.FromDateTime(now), now)));
    }

    private void CreateChild(WorkflowAction action, CreateChildWorkflowAction child)
    {
        var message = history.Record(action, child.Router);
        var id = child.InstanceId.Length > 0 ? child.InstanceId : ChildId(action.Id);
        message.ChildWorkflowInstanceCreated = new ChildWorkflowInstanceCreatedEvent
        {
            InstanceId = id,
            Name = child.Name,
            Version = child.Version,
            Input = child.Input,
            ParentTraceContext = _start.ParentTraceContext,
            RetryParentInstanceInfo = child.RetryParentInstanceInfo,
        };
        if (child.HasHistoryPropagationScope)
            message.ChildWorkflowInstanceCreated.HistoryPropagationScope = child.HistoryPropagationScope;
        var start = StartEvents.Child(_instance, _start, action.Id, message, now);
        commit.Starts.Add(new OutgoingStart(message.Router.Target(_instance.App), start, action.Id, history.Show(child.HistoryPropagationScope)));
    }

    private void CreateDetached(WorkflowAction action, CreateDetachedWorkflowAction detached)
    {
        var message = history.Record(action, detached.Router);
        message.DetachedWorkflowInstanceCreated = new DetachedWorkflowInstanceCreatedEvent { InstanceId = detached.InstanceId };
        var start = StartEvents.Detached(_start, detached, now);
        commit.Starts.Add(new OutgoingStart(message.Router.Target(_instance.App), start, TaskId: null));
    }

    private void SendEvent(WorkflowAction action, SendEventAction sent)
    {
        var target = sent.Instance?.InstanceId ?? "";
        history.Record(action).EventSent = new EventSentEvent { InstanceId = target, Name = sent.Name, Input = sent.Data };
        Send(target, EngineEvents.Raised(sent.Name, sent.Data, now));
    }

    private void Send(string id, HistoryEvent message) => commit.Messages.Add(new OutgoingEvent(_instance.App, id, null, message));

    /// <summary>The parent's id, a colon, and the low four hexadecimal digits of the action's id.</summary>
    private string ChildId(int actionId) => $"{_instance.Id}:{actionId & 0xffff:x4}";
}
