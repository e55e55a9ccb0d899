namespace Aion.Sidecar.Workflows.Turns;

/// <summary>The histories of the instances that had a turn last, so that a busy one is not read and parsed for every turn.</summary>
/// <param name="capacity">The bytes to keep, about.</param>
internal sealed class StateCache(long capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, LinkedListNode<(InstanceState State, long Size)>> _nodes = [];
    private readonly LinkedList<(InstanceState State, long Size)> _recent = [];
    private long _size;

    /// <summary>Takes the state out: its turn has it alone, and puts it back.</summary>
    public InstanceState? Take(long key)
    {
        lock (_gate)
        {
            if (!_nodes.Remove(key, out var node))
                return null;
            _recent.Remove(node);
            _size -= node.Value.Size;
            return node.Value.State;
        }
    }

    public void Put(InstanceState state)
    {
        lock (_gate)
        {
            if (state.Size > capacity / 4)
                return;
            if (_nodes.Remove(state.Instance.Key, out var former))
                Drop(former);
            _nodes.Add(state.Instance.Key, _recent.AddFirst((state, state.Size)));
            _size += state.Size;
            while (_size > capacity && _recent.Last is { } oldest)
            {
                _nodes.Remove(oldest.Value.State.Instance.Key);
                Drop(oldest);
            }
        }
    }

    private void Drop(LinkedListNode<(InstanceState State, long Size)> node)
    {
        _recent.Remove(node);
        _size -= node.Value.Size;
    }
}
