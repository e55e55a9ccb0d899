using Aion.Sidecar.Workflows.Dispatch;
using Aion.Sidecar.Workflows.Storage;
using Aion.Sidecar.Workflows.Turns;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows;

/// <summary>The workflows of one app, for those who start them, speak to them and look at them.</summary>
internal sealed class WorkflowHub(string appId, WorkflowEngine engine)
{
    public string AppId => appId;

    public InstanceWatchers Watchers { get; } = new();

    public WorkQueue Queue { get; } = new();

    public WorkerPresence Presence { get; } = new(engine.Time);

    public async Task<CreateResult> StartAsync(HistoryEvent start, bool wantsFreshId, CancellationToken cancellationToken)
    {
        // A worker reads from it as whose workflow it runs.
        start.Router ??= new TaskRouter { SourceAppID = appId };
        var store = await engine.StoreAsync();
        return await store.CreateAsync(appId, start, wantsFreshId, cancellationToken);
    }

    public async Task<AddEventResult> AddEventAsync(string id, HistoryEvent message, CancellationToken cancellationToken)
    {
        var store = await engine.StoreAsync();
        return await store.AddEventAsync(appId, id, message, cancellationToken);
    }

    public async Task<InstanceRow?> FindAsync(string id)
    {
        var store = await engine.StoreAsync();
        return store.Find(appId, id);
    }

    /// <summary>The instance as soon as it is as wanted; null: it does not exist, or not any more.</summary>
    public async Task<InstanceRow?> WaitAsync(string id, Predicate<InstanceRow> isAsWanted, CancellationToken cancellationToken)
    {
        var store = await engine.StoreAsync();
        using var watch = Watchers.Begin(id);
        while (true)
        {
            var change = watch.NextChange();
            var row = store.Find(appId, id);
            if (row is null || isAsWanted(row))
                return row;
            await change.WaitAsync(cancellationToken);
        }
    }

    /// <summary>null: the instance does not exist.</summary>
    public async Task<List<HistoryEvent>?> HistoryAsync(string id)
    {
        var store = await engine.StoreAsync();
        return store.Find(appId, id) is { } row ? store.History(row.Instance.Key) : null;
    }

    public async Task<List<(long Key, string Id)>> ListAsync(long after, int count)
    {
        var store = await engine.StoreAsync();
        return store.List(appId, after, count);
    }

    public async Task<RerunResult> RerunAsync(RerunWorkflowFromEventRequest request, string newId, CancellationToken cancellationToken)
    {
        var store = await engine.StoreAsync();
        return await store.RerunAsync(appId, request, newId, cancellationToken);
    }

    public async Task<PurgeResult> PurgeAsync(string id, bool isRecursive, bool isForced, CancellationToken cancellationToken)
    {
        var store = await engine.StoreAsync();
        return await store.PurgeAsync(appId, id, isRecursive, isForced, cancellationToken);
    }

    public async Task<int> PurgeManyAsync(
        DateTime from, DateTime to, IReadOnlyCollection<OrchestrationStatus> statuses, CancellationToken cancellationToken)
    {
        var store = await engine.StoreAsync();
        return await store.PurgeManyAsync(appId, from, to, statuses, cancellationToken);
    }
}
