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
        .. from service in report.ServicesStatus.Select(s => (Label: LabelOf(s.Key), Runs: s.Value)).DistinctBy(s => s.Label).OrderBy(s => s.Label, StringComparer.Ordinal)
           where PeerText.IsLabel(service.Label)
           let state = service.Runs ? InstanceState.Running : InstanceState.Stopped
           select node.Instances.FirstOrDefault(i => i.Service == service.Label && i.State == state)
               ?? new InstanceStatus(service.Label + "-001", service.Label, 1, state, now) { Node = node.Name },
    ];

    // It calls a service as the project does: path/label:tag.
    private static string LabelOf(string name) => name[(name.LastIndexOf('/') + 1)..].Split(':')[0];
}
