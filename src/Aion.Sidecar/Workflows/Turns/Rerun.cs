using DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace Aion.Sidecar.Workflows.Turns;

/// <summary>
/// The history of an instance that ended, up to an event, as the beginning of a new instance: what had no result by then, and the
/// event itself, is to be done again.
/// </summary>
internal sealed class Rerun
{
    private readonly Dictionary<Operation, HistoryEvent> _open = [];

    private Rerun()
    {
    }

    /// <summary>What the new instance has behind it.</summary>
    public List<HistoryEvent> Past { get; } = [];

    /// <summary>The scheduling events of what is to be done.</summary>
    public List<HistoryEvent> Todo { get; } = [];

    /// <summary>Builds it; null, with a reason: the event is none that can be done again.</summary>
    public static Rerun? From(IReadOnlyList<HistoryEvent> history, RerunWorkflowFromEventRequest request, string newId, DateTime now, out RerunRefusal? refusal)
    {
        var rerun = new Rerun();
        var target = history.FirstOrDefault(message => message.EventId == (int)request.EventID && message.EventId >= 0);
        refusal = Refusal(target, request);
        if (refusal is not null)
            return null;
        foreach (var message in history.TakeWhile(message => !ReferenceEquals(message, target)))
            rerun.Keep(message.Clone(), newId);
        rerun.Todo.AddRange(rerun._open.Values);
        rerun.Todo.Add(Changed(target!.Clone(), request));
        foreach (var message in rerun.Todo)
        {
            message.Timestamp = Timestamp.FromDateTime(now);
            if (message.ChildWorkflowInstanceCreated is { } child && !(message.EventId == target.EventId && request.HasNewChildWorkflowInstanceID))
                child.InstanceId = $"{newId}:{message.EventId:x4}";
        }

        return rerun;
    }

    private static RerunRefusal? Refusal(HistoryEvent? target, RerunWorkflowFromEventRequest request)
    {
        var id = request.EventID;
        if (target is null)
            return new($"does not have history event with ID '{id}'", IsOfEvent: true);
        if (target.Scheduled() is not { } operation)
            return new($"target event with ID '{id}' is not an event that can be rerun", IsOfEvent: true);
        if (operation.Kind != OperationKind.Child && request.HasNewChildWorkflowInstanceID)
            return new($"cannot set new child workflow instance ID on event '{id}'", IsOfEvent: false);
        if (operation.Kind == OperationKind.Timer && request.OverwriteInput)
            return new($"cannot write input to timer event '{id}'", IsOfEvent: false);
        return null;
    }

    private static HistoryEvent Changed(HistoryEvent target, RerunWorkflowFromEventRequest request)
    {
        var source = new RerunParentInstanceInfo { InstanceID = request.SourceInstanceID };
        switch (target.EventTypeCase)
        {
            case HistoryEvent.EventTypeOneofCase.TaskScheduled:
                target.TaskScheduled.RerunParentInstanceInfo = source;
                if (request.OverwriteInput)
                    target.TaskScheduled.Input = request.Input;
                break;
            case HistoryEvent.EventTypeOneofCase.TimerCreated:
                target.TimerCreated.RerunParentInstanceInfo = source;
                break;
            case HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCreated:
                target.ChildWorkflowInstanceCreated.RerunParentInstanceInfo = source;
                if (request.OverwriteInput)
                    target.ChildWorkflowInstanceCreated.Input = request.Input;
                if (request.HasNewChildWorkflowInstanceID)
                    target.ChildWorkflowInstanceCreated.InstanceId = request.NewChildWorkflowInstanceID;
                break;
        }

        return target;
    }

    private void Keep(HistoryEvent message, string newId)
    {
        if (message.Scheduled() is { } scheduled)
        {
            _open[scheduled] = message;
            return;
        }

        if (message.Resolution() is { } resolution && _open.Remove(resolution, out var opened))
            Past.Add(opened);
        if (message.ExecutionStarted is { } start)
            start.WorkflowInstance = StartEvents.Instance(newId);
        Past.Add(message);
    }
}
