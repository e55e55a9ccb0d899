using System.Collections.Immutable;

namespace Aion.ServiceBroker.Cluster.Nodes;

/// <summary>The workers that the master knows. Readers get snapshots.</summary>
internal sealed class NodeTable(TimeProvider time)
{
    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, Node> _nodes = ImmutableSortedDictionary.Create<string, Node>(StringComparer.Ordinal);

    /// <summary>Told after a change with the node before and after it. Handlers return at once.</summary>
    public event Action<Node, Node>? Changed;

    /// <summary>When this master began to listen; a node that it knows from an earlier run gets a whole deadline from here.</summary>
    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    public IReadOnlyList<Node> All => [.. Volatile.Read(ref _nodes).Values];

    public Node? Find(string name) => Volatile.Read(ref _nodes).GetValueOrDefault(name);

    /// <summary>Where a node is reached: its name until it has said so.</summary>
    public string AddressOf(string name) => Find(name) is { Address.Length: > 0 } node ? node.Address : name;

    /// <summary>Changes a node, adding one that is not known yet.</summary>
    public Node Update(string name, Func<Node, Node> change)
    {
        Node before, after;
        lock (_gate)
        {
            before = _nodes.GetValueOrDefault(name) ?? new Node(name) { Since = time.GetUtcNow() };
            after = change(before);
            _nodes = _nodes.SetItem(name, after);
        }

        if (!ReferenceEquals(before, after))
        {
            Changed?.Invoke(before, after);
        }

        return after;
    }

    public void Remove(string name)
    {
        lock (_gate)
        {
            _nodes = _nodes.Remove(name);
        }
    }

    /// <summary>Takes over what an earlier run knew, unless the node has joined already.</summary>
    public void Load(IEnumerable<Node> stored)
    {
        lock (_gate)
        {
            foreach (var node in stored.Where(n => !_nodes.ContainsKey(n.Name)))
            {
                _nodes = _nodes.Add(node.Name, node);
            }
        }
    }

    /// <summary>When the silence of a node becomes its loss.</summary>
    /// <remarks>A worker of AION's has no heartbeats: while its stream is open it is there.</remarks>
    public DateTimeOffset DeadlineOf(Node node, TimeSpan deadline)
    {
        var heard = node is { Plain: true, Connected: true } ? time.GetUtcNow() : node.LastHeartbeat;
        return (heard > StartedAt ? heard.Value : StartedAt) + deadline;
    }
}
