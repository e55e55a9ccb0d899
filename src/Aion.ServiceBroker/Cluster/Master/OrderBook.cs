using Aion.Contracts.Clusterpb;
using Aion.Contracts.V1;
using Aion.Project.Model;
using Aion.Project.Wire;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Placing;
using Aion.ServiceBroker.Cluster.Settings;
using Google.Protobuf;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>Says what a worker has to be told.</summary>
internal sealed class OrderBook(ClusterState cluster, IOptions<ClusterOptions> options)
{
    /// <summary>The order that a node does not have in force; null: it has all that there is to say.</summary>
    /// <param name="node">As it said last.</param>
    /// <param name="told">Whether it was told something on this link, which it may not have put in force yet.</param>
    public Apply? NextFor(Node node, bool told)
    {
        var record = cluster.Current;
        if (record.Generation == 0 || node.Generation > record.Generation)
        {
            return null;
        }

        var part = cluster.PartOf(record, node.Name);
        var fingerprint = ProjectSplit.Fingerprint(part, record.Directory);
        // One of AION's never says what it has; what it runs shows that it was told something once.
        var hasNothing = !told && node.Generation == 0 && (!node.Plain || node.Instances.Count == 0);
        return (hasNothing && part.Services.Count == 0) || node.Fingerprint == fingerprint ? null : new Apply
        {
            AionSetting = part.ToAionSetting(),
            Order = node.Plain ? null : Order(record, part, fingerprint),
        };
    }

    /// <summary>What a worker of ours gets while there is nothing to say. One of AION's would take it for an empty project.</summary>
    public Apply SignOfLife() => new() { Order = WithIntervals(new NodeOrder()) };

    private NodeOrder Order(ClusterRecord record, ProjectModel part, string fingerprint) => WithIntervals(new NodeOrder
    {
        Generation = record.Generation,
        Fingerprint = fingerprint,
        Project = ByteString.CopyFromUtf8(ProjectJson.Serialize(part)),
        Directory = record.Directory,
    });

    private NodeOrder WithIntervals(NodeOrder order)
    {
        order.HeartbeatMilliseconds = (int)options.Value.Heartbeat.TotalMilliseconds;
        order.DeadlineMilliseconds = (int)options.Value.Deadline.TotalMilliseconds;
        return order;
    }
}
