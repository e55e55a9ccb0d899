using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows;

/// <summary>What the sidecar of one app offers to the app's workflow workers.</summary>
internal sealed class WorkflowWorkers
{
    private readonly WorkflowHub _hub;
    private readonly WorkflowEngine _engine;

    public WorkflowWorkers(WorkflowEngine engine, SidecarAppOptions options)
    {
        (_engine, _hub) = (engine, engine.Hub(options.AppId));
        _hub.Queue.Limit(options.MaxConcurrentWorkflows, options.MaxConcurrentActivities);
        if (options.WorkflowRetention is { } retention)
            engine.Retention.Set(options.AppId, retention);
        Turns = new TurnRunner(_hub, engine, options.MaxBodySize);
        Results = new TaskResults(_hub, engine, options.MaxBodySize);
    }

    public TurnRunner Turns { get; }

    public TaskResults Results { get; }

    /// <summary>How many are connected.</summary>
    public int Count => _hub.Queue.Workers;

    /// <summary>Gives a worker its work until it goes.</summary>
    public Task ServeAsync(GetWorkItemsRequest request, Func<Task> connected, Func<WorkItem, Task> send, CancellationToken cancellationToken)
    {
        var keepsHistory = request.Capabilities.Contains(WorkerCapability.StatefulHistory);
        return new WorkerSession(_hub, _engine, Turns, keepsHistory).RunAsync(connected, send, cancellationToken);
    }
}
