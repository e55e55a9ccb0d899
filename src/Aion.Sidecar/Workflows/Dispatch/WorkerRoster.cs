namespace Aion.Sidecar.Workflows.Dispatch;

/// <summary>The workers that are connected, and those of them that wait for work. Guarded by the queue.</summary>
internal sealed class WorkerRoster
{
    private readonly HashSet<Worker> _workers = [];
    private readonly Queue<Worker> _idle = [];

    public int Count => _workers.Count;

    public void Add(Worker worker) => _workers.Add(worker);

    public void Remove(Worker worker)
    {
        _workers.Remove(worker);
        if (_workers.Count == 0)
            _idle.Clear();
    }

    /// <summary>The worker waits until it is woken.</summary>
    public void Rest(Worker worker)
    {
        if (worker.IsIdle)
            return;
        worker.IsIdle = true;
        _idle.Enqueue(worker);
    }

    /// <summary>Wakes the worker that waits longest; false: all have something to do.</summary>
    public bool Wake()
    {
        while (_idle.TryDequeue(out var worker))
        {
            // One that is gone still has its place.
            if (!_workers.Contains(worker))
                continue;
            worker.IsIdle = false;
            worker.Wake();
            return true;
        }

        return false;
    }
}
