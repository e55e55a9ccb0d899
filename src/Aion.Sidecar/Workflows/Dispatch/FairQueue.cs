namespace Aion.Sidecar.Workflows.Dispatch;

/// <summary>Takes one item of every lane in turn, so that a lane of thousands does not keep the others waiting. Not safe for concurrent use.</summary>
internal sealed class FairQueue<T>
{
    private readonly Dictionary<long, Queue<T>> _lanes = [];
    private readonly Queue<long> _order = [];

    public int Count { get; private set; }

    public void Enqueue(long lane, T item)
    {
        if (!_lanes.TryGetValue(lane, out var items))
        {
            _lanes.Add(lane, items = []);
            _order.Enqueue(lane);
        }

        items.Enqueue(item);
        Count++;
    }

    public bool TryDequeue(out T item)
    {
        while (_order.TryDequeue(out var lane))
        {
            // A lane that was removed still has its place in the order.
            if (!_lanes.TryGetValue(lane, out var items))
                continue;
            item = items.Dequeue();
            Count--;
            if (items.Count > 0)
                _order.Enqueue(lane);
            else
                _lanes.Remove(lane);
            return true;
        }

        item = default!;
        return false;
    }

    /// <summary>Takes a whole lane out.</summary>
    public IReadOnlyCollection<T> Remove(long lane)
    {
        if (!_lanes.Remove(lane, out var items))
            return [];
        Count -= items.Count;
        return items;
    }

    public void Clear()
    {
        _lanes.Clear();
        _order.Clear();
        Count = 0;
    }
}
