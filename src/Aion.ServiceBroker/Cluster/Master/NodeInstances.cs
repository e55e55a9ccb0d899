using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Lifecycle;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>The instances of a worker as people need to see them: what it reported, and what it should have reported.</summary>
internal static class NodeInstances
{
    /// <summary>Those of the project first, in its order; then what the node has beside it.</summary>
    public static IReadOnlyList<InstanceStatus> Of(ClusterRecord record, Node node, DateTimeOffset now)
    {
        // What an earlier version stored may hold one twice.
        var reported = node.Instances.DistinctBy(i => (i.Service, i.Number)).ToDictionary(i => (i.Service, i.Number));
        var shown = new List<InstanceStatus>();
        foreach (var service in record.Project.Services.Where(s => record.Places[s.Label] == node.Name))
        {
            shown.AddRange(Enumerable.Range(1, service.Scale).Select(number => reported.Remove((service.Label, number), out var known)
                ? known
                : new InstanceStatus(service.InstanceName(number), service.Label, number, InstanceState.Waiting, node.Since)
                {
                    Node = node.Name, WaitingFor = [Missing(node)],
                }));
        }

        shown.AddRange(reported.Values.Select(i => i with { Note = Beside(record, i) }));
        return node.State == NodeState.Lost ? [.. shown.Select(i => i.WaitingFor.Count > 0 ? i : i with { Note = AsOf(node, i, now) })] : shown;
    }

    private static string Missing(Node node) => node.State switch
    {
        NodeState.NeverSeen => $"node {node.Name}, which has never joined",
        NodeState.Lost => $"node {node.Name}, which is lost",
        _ => $"node {node.Name} to take it over",
    };

    private static string Beside(ClusterRecord record, InstanceStatus instance) => record.Places.TryGetValue(instance.Service, out var place)
        ? $"moved to {place}; ends here when the node is told"
        : record.Generation == 0 ? "as this node had it before the master had a project" : "no longer in the project; ends when the node is told";

    private static string AsOf(Node node, InstanceStatus instance, DateTimeOffset now)
    {
        var age = node.ReportedAt is { } at ? now - at : TimeSpan.Zero;
        var text = $"as of the last report, {(age.TotalMinutes < 2 ? $"{age.TotalSeconds:0} s" : $"{age.TotalMinutes:0} min")} ago";
        return instance.Note is { Length: > 0 } note ? $"{text}; {note}" : text;
    }
}
