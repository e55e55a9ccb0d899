using Aion.Project.Model;
using Aion.Project.Planning;
using Aion.ServiceBroker.Cluster.Nodes;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>What a change of the cluster's project does, instance by instance and node by node.</summary>
internal static class ClusterPlan
{
    /// <param name="before">In force.</param>
    /// <param name="next">What is to be.</param>
    /// <param name="partOf">A node's part by a record.</param>
    /// <param name="workerOf">What is known of a node; null: it is the master itself.</param>
    /// <returns>Services in the order of the project, then the ones that are gone; each with its node.</returns>
    public static List<InstanceStep> Between(
        ClusterRecord before, ClusterRecord next, Func<ClusterRecord, string, ProjectModel> partOf, Func<string, Node?> workerOf)
    {
        var order = next.Project.Services.Select((s, index) => (s.Label, index)).ToDictionary(s => s.Label, s => s.index);
        var moved = before.Generation > 0 && before.Directory != next.Directory;
        var nodes = before.Places.Values.Concat(next.Places.Values).Distinct().Order(StringComparer.Ordinal);
        return
        [
            .. nodes
                .SelectMany(node => ProjectPlan.Between(before.Generation == 0 ? null : partOf(before, node), partOf(next, node)).Steps
                    .Select(step => (moved ? Moved(step, before, next) : step) with { Node = node })
                    .Select(step => Told(step, before, next, workerOf(node))))
                .OrderBy(step => order.GetValueOrDefault(step.Service, int.MaxValue)),
        ];
    }

    private static InstanceStep Moved(InstanceStep step, ClusterRecord before, ClusterRecord next) => step.Action == InstanceAction.Keep
        ? step with { Action = InstanceAction.Restart, Reason = $"the project moved from {before.Directory} to {next.Directory}" }
        : step;

    private static InstanceStep Told(InstanceStep step, ClusterRecord before, ClusterRecord next, Node? worker)
    {
        var (from, to) = (before.Places.GetValueOrDefault(step.Service), next.Places.GetValueOrDefault(step.Service));
        var reason = from is not null && to is not null && from != to ? (step.Node == to ? $"comes from {from}" : $"goes to {to}") : step.Reason;
        var waits = step.Action == InstanceAction.Keep ? null : worker?.State switch
        {
            NodeState.NeverSeen => $"waits for node {step.Node}, which has never joined",
            NodeState.Lost => $"waits for node {step.Node}, which is lost",
            _ => null,
        };
        return step with { Reason = waits is null ? reason : $"{reason}; {waits}" };
    }
}
