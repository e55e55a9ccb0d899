using Aion.Contracts.Clusterpb;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Placing;
using Aion.ServiceBroker.Lifecycle;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>Takes what a worker tells into what the master knows of it.</summary>
internal static class NodeReports
{
    public static Node Take(Node known, NodeMeta report, DateTimeOffset now)
    {
        var node = known with { LastHeartbeat = now };
        if (report.Report is not { } ours)
        {
            return node with { Instances = OfPlain(known.Instances, report, now), ReportedAt = now };
        }

        node = node with
        {
            Generation = ours.Generation,
            Fingerprint = ours.Fingerprint,
            Problem = ours.Problem,
            Load = ours.Load is { } load ? new LoadFigures(load.Cores, load.Cpu, load.Memory) : known.Load,
            ReportedAt = now,
        };
        return ours.HasInstances
            ? node with { Instances = [.. ours.Instances.Select(i => NodeDocument.DeserializeInstance(i.Span)).OfType<InstanceStatus>().Select(i => i with { Node = known.Name })] }
            : node;
    }

    // One of AION's tells only whether a service runs: that is shown as its first instance.
    private static List<InstanceStatus> OfPlain(IReadOnlyList<InstanceStatus> known, NodeMeta report, DateTimeOffset now) =>
    [
        .. report.ServicesStatus.OrderBy(s => s.Key, StringComparer.Ordinal).Select(service =>
        {
            var state = service.Value ? InstanceState.Running : InstanceState.Stopped;
            var before = known.FirstOrDefault(i => i.Service == service.Key && i.State == state);
            return before ?? new InstanceStatus(service.Key + "-001", service.Key, 1, state, now) { Node = report.NodeName };
        }),
    ];
}
