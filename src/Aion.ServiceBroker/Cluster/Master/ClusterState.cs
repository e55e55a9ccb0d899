using Aion.Project.Model;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Placing;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>The cluster's project in force, for everybody on the master who needs to know.</summary>
internal sealed class ClusterState(NodeTable nodes)
{
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ClusterRecord _current = ClusterRecord.None;

    /// <summary>Told after a change. Handlers return at once.</summary>
    public event Action? Changed;

    public ClusterRecord Current => _current;

    /// <summary>Completes when what an earlier run stored has been read: before that no worker can be told anything.</summary>
    public Task Loaded => _loaded.Task;

    public void Use(ClusterRecord record)
    {
        _current = record;
        _loaded.TrySetResult();
        Changed?.Invoke();
    }

    /// <summary>The part of a node by a record, with the addresses that are known now.</summary>
    public ProjectModel PartOf(ClusterRecord record, string node) => ProjectSplit.PartOf(record.Project, node, record.Places, nodes.AddressOf);
}
