using Aion.Contracts.Clusterpb;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Placing;
using Aion.ServiceBroker.Lifecycle;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>Takes what a worker tells into what the master knows of it.</summary>
internal static class NodeReports
{
    private const int MostCores = 4096;

    public static Node Take(Node known, NodeMeta report, DateTimeOffset now)
    {
        var node = known with { LastHeartbeat = now };
        if (report.Report is not { } ours)
        {
            var plain = OfPlain(known, report, now);
            return node with { Instances = plain, Unusable = report.ServicesStatus.Count - plain.Count, ReportedAt = now };
        }

        node = node with
        {
            Generation = ours.Generation,
            Fingerprint = ours.Fingerprint,
            Problem = PeerText.Line(ours.Problem),
            Load = ours.Load is { } load ? new LoadFigures(Math.Clamp(load.Cores, 1, MostCores), Share(load.Cpu), Share(load.Memory)) : known.Load,
            ReportedAt = now,
        };
        return ours.HasInstances
            ? node with { Instances = ReportedInstances.Read(ours.Instances, known.Name, out var unusable), Unusable = unusable }
            : node;
    }

    private static double Share(double share) => double.IsFinite(share) ? Math.Clamp(share, 0, 1) : 0;

    // One of AION's tells only whether a service runs: that is shown as its first instance.
    private static List<InstanceStatus> OfPlain(Node node, NodeMeta report, DateTimeOffset now) =>
    [
        .. report.ServicesStatus.Where(s => PeerText.IsLabel(s.Key)).OrderBy(s => s.Key, StringComparer.Ordinal).Select(service =>
        {
            var state = service.Value ? InstanceState.Running : InstanceState.Stopped;
            var before = node.Instances.FirstOrDefault(i => i.Service == service.Key && i.State == state);
            return before ?? new InstanceStatus(service.Key + "-001", service.Key, 1, state, now) { Node = node.Name };
        }),
    ];
}
