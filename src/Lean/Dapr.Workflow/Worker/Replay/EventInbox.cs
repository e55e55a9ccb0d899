using Wire = DurableTask.Protocol;

namespace Dapr.Workflow.Worker.Replay;

/// <summary>External events and those who wait for them, first come first served per name.</summary>
internal sealed class EventInbox
{
    private readonly Dictionary<string, Queue<TaskCompletionSource<Wire.HistoryEvent>>> _waits = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Wire.HistoryEvent> _unprocessed = [];
    private bool _closed;

    /// <summary>Events that no wait has taken, oldest first.</summary>
    public IReadOnlyList<Wire.HistoryEvent> Unprocessed => _unprocessed;

    /// <summary>Whether someone waits.</summary>
    public bool IsAwaited => _waits.Values.Any(static queue => queue.Any(static wait => !wait.Task.IsCompleted));

    public Task<Wire.HistoryEvent> WaitAsync(string name, CancellationToken ct)
    {
        var index = _unprocessed.FindIndex(raised => string.Equals(raised.EventRaised.Name, name, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            var raised = _unprocessed[index];
            _unprocessed.RemoveAt(index);
            return Task.FromResult(raised);
        }

        var wait = new TaskCompletionSource<Wire.HistoryEvent>();
        if (!_waits.TryGetValue(name, out var queue))
        {
            _waits[name] = queue = new Queue<TaskCompletionSource<Wire.HistoryEvent>>();
        }

        queue.Enqueue(wait);
        ct.Register(() => wait.TrySetCanceled(ct));
        return wait.Task;
    }

    public void Raise(Wire.HistoryEvent raised)
    {
        if (!_closed && _waits.TryGetValue(raised.EventRaised.Name, out var queue))
        {
            while (queue.TryDequeue(out var wait))
            {
                if (wait.TrySetResult(raised))
                {
                    return;
                }
            }
        }

        _unprocessed.Add(raised);
    }

    /// <summary>Hands out no more events: what comes now is for the next run.</summary>
    public void Close() => _closed = true;
}
