using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Cluster.Liveness;

/// <summary>Decides whether a silent node is lost.</summary>
internal sealed class NodeLoss(NodeTable nodes, IOptions<ClusterOptions> options, TimeProvider time, ILogger<NodeLoss> logger)
{
    /// <summary>How long a node has from its first sign of life on.</summary>
    public TimeSpan Deadline => options.Value.Deadline;

    /// <summary>Marks a node as lost if its deadline has passed.</summary>
    /// <returns>How long it still has; null: it is lost, or was never there.</returns>
    public TimeSpan? Check(string name)
    {
        if (nodes.Find(name) is null)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var lost = false;
        var node = nodes.Update(name, known =>
        {
            lost = known.Joined && nodes.DeadlineOf(known, Deadline) <= now;
            return lost ? known with { State = NodeState.Lost, Since = now, Connected = false } : known;
        });
        if (lost)
        {
            Log.Lost(logger, name, node.LastHeartbeat);
        }

        return node.Joined ? nodes.DeadlineOf(node, Deadline) - now : null;
    }
}
