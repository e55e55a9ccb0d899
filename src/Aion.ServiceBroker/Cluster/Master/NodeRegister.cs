using Aion.ServiceBroker.Cluster.Nodes;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>Takes nodes out of the master's books.</summary>
internal sealed class NodeRegister(NodeTable nodes, NodeStore store, MasterDistribution distribution, ClusterState cluster) : INodeRegister
{
    public async Task<ForgetResult> ForgetAsync(string name, CancellationToken ct)
    {
        if (nodes.Find(name) is not { } node)
        {
            return ForgetResult.Unknown;
        }

        if (node.Joined)
        {
            return ForgetResult.StillThere;
        }

        var placed = cluster.Current.Places.Where(p => p.Value == name).Select(p => p.Key).ToArray();
        if (placed.Length > 0)
        {
            await distribution.MoveAsync(name, placed, ct);
        }

        nodes.Remove(name);
        await store.RemoveAsync(name, ct);
        return ForgetResult.Forgotten;
    }
}
