using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Dispatch;

/// <summary>A worker that is connected: one stream of work items.</summary>
internal sealed class Worker(bool keepsHistory) : IDisposable
{
    /// <summary>Forgetting costs no more than sending a history again.</summary>
    private const int MostHistories = 10_000;

    private readonly SemaphoreSlim _signal = new(0);
    private readonly Dictionary<long, (string Execution, int Count)> _histories = [];

    /// <summary>It waits for work. Guarded by the queue.</summary>
    public bool IsIdle { get; set; }

    public void Wake() => _signal.Release();

    public Task WaitAsync(CancellationToken cancellationToken) => _signal.WaitAsync(cancellationToken);

    /// <summary>Leaves out of the past what the worker, by its own word, still has from the turns before.</summary>
    public void AddPast(WorkflowRequest request, long instance, List<HistoryEvent> past)
    {
        var known = keepsHistory && _histories.TryGetValue(instance, out var kept) && kept.Execution == request.ExecutionId && kept.Count <= past.Count
            ? kept.Count
            : 0;
        if (known > 0)
            request.CachedHistory = new CachedHistory { EventCount = known };
        for (var i = known; i < past.Count; i++)
            request.PastEvents.Add(past[i]);
        if (!keepsHistory)
            return;
        if (_histories.Count >= MostHistories)
            _histories.Clear();
        _histories[instance] = (request.ExecutionId ?? "", past.Count);
    }

    public void Dispose() => _signal.Dispose();
}
