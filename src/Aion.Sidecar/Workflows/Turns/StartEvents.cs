using Aion.Sidecar.Workflows.Storage;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Turns;

/// <summary>Makes the events that instances begin with.</summary>
internal static class StartEvents
{
    /// <summary>The start that a client asks for.</summary>
    public static HistoryEvent Of(CreateInstanceRequest request, DateTime now)
    {
        var start = EngineEvents.New(now, request.Router);
        start.ExecutionStarted = new ExecutionStartedEvent
        {
            Name = request.Name,
            Version = request.Version,
            Input = request.Input,
            ScheduledStartTimestamp = request.ScheduledStartTimestamp,
            ParentTraceContext = request.ParentTraceContext,
            WorkflowInstance = Instance(
                request.InstanceId.Length > 0 ? request.InstanceId : Guid.NewGuid().ToString(), request.ExecutionId),
        };
        start.ExecutionStarted.Tags.Add(request.Tags);
        return start;
    }

    public static HistoryEvent Child(InstanceRef parent, ExecutionStartedEvent parentStart, int taskId, HistoryEvent creation, DateTime now)
    {
        var created = creation.ChildWorkflowInstanceCreated;
        var start = EngineEvents.New(now, creation.Router);
        start.ExecutionStarted = new ExecutionStartedEvent
        {
            Name = created.Name,
            Version = created.Version,
            Input = created.Input,
            WorkflowInstance = Instance(created.InstanceId),
            ParentInstance = new ParentInstanceInfo
            {
                TaskScheduledId = taskId,
                Name = parentStart.Name,
                WorkflowInstance = new WorkflowInstance { InstanceId = parent.Id, ExecutionId = parentStart.WorkflowInstance?.ExecutionId },
                AppID = parent.App,
            },
            ParentTraceContext = created.ParentTraceContext,
        };
        return start;
    }

    public static HistoryEvent Detached(ExecutionStartedEvent starter, CreateDetachedWorkflowAction detached, DateTime now)
    {
        var start = EngineEvents.New(now);
        start.ExecutionStarted = new ExecutionStartedEvent
        {
            Name = detached.Name,
            Version = detached.Version,
            Input = detached.Input,
            ScheduledStartTimestamp = detached.ScheduledStartTimestamp,
            WorkflowInstance = Instance(detached.InstanceId, detached.ExecutionId),
            ParentTraceContext = detached.ParentTraceContext ?? starter.ParentTraceContext,
        };
        start.ExecutionStarted.Tags.Add(detached.Tags);
        return start;
    }

    /// <summary>The start of an instance that continues as new: all as before but the input and the execution id.</summary>
    public static HistoryEvent NextRun(HistoryEvent former, string? input, DateTime now)
    {
        var start = EngineEvents.New(now, former.Router);
        start.ExecutionStarted = former.ExecutionStarted.Clone();
        start.ExecutionStarted.Input = input;
        start.ExecutionStarted.ScheduledStartTimestamp = null;
        start.ExecutionStarted.WorkflowInstance = Instance(former.ExecutionStarted.WorkflowInstance.InstanceId);
        return start;
    }

    public static WorkflowInstance Instance(string id, string? executionId = null) =>
        new() { InstanceId = id, ExecutionId = executionId is { Length: > 0 } ? executionId : Guid.NewGuid().ToString() };
}
