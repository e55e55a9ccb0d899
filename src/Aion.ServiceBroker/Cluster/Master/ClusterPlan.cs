using Aion.Project.Model;
using Aion.Project.Planning;
using Aion.ServiceBroker.Cluster.Nodes;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>What a change of the cluster's project does, instance by instance and node by node.</summary>
/// <param name="before">In force.</param>
/// <param name="next">What is to be.</param>
/// <param name="partOf">A node's part by a record.</param>
/// <param name="workerOf">What is known of a node; null: it is the master itself.</param>
internal sealed class ClusterPlan(
    ClusterRecord before, ClusterRecord next, Func<ClusterRecord, string, ProjectModel> partOf, Func<string, Node?> workerOf)
{
    private readonly bool _moved = before.Generation > 0 && before.Directory != next.Directory;

    /// <summary>Services in the order of the project, then the ones that are gone; each with its node.</summary>
    /// <param name="master">The master's name.</param>
    /// <param name="own">What happens on the master.</param>
    public List<InstanceStep> Steps(string master, IReadOnlyList<InstanceStep> own)
    {
        var order = next.Project.Services.Select((s, index) => (s.Label, index)).ToDictionary(s => s.Label, s => s.index);
        var workers = before.Places.Values.Concat(next.Places.Values).Where(n => n != master).Distinct().Order(StringComparer.Ordinal);
        return
        [
            .. workers.SelectMany(StepsOf)
                .Concat(own.Select(step => Told(step with { Node = master }, null)))
                .OrderBy(step => order.GetValueOrDefault(step.Service, int.MaxValue)),
        ];
    }

    private IEnumerable<InstanceStep> StepsOf(string node) =>
        ProjectPlan.Between(before.Generation == 0 ? null : partOf(before, node), partOf(next, node)).Steps
            .Select(step => (_moved ? Moved(step) : step) with { Node = node })
            .Select(step => Told(step, workerOf(node)));

    private InstanceStep Moved(InstanceStep step) => step.Action == InstanceAction.Keep
        ? step with { Action = InstanceAction.Restart, Reason = $"the project moved from {before.Directory} to {next.Directory}" }
        : step;

    private InstanceStep Told(InstanceStep step, Node? worker)
    {
        var (from, to) = (before.Places.GetValueOrDefault(step.Service), next.Places.GetValueOrDefault(step.Service));
        var reason = from is not null && to is not null && from != to ? (step.Node == to ? $"comes from {from}" : $"goes to {to}") : step.Reason;
        var waits = step.Action == InstanceAction.Keep ? null : worker?.State switch
        {
            NodeState.NeverSeen => $"waits for node {step.Node}, which has never joined",
            NodeState.Lost => $"waits for node {step.Node}, which is lost",
            _ => null,
        };
        return waits is null ? step with { Reason = reason } : step with { Action = Delayed(step.Action, worker!.State), Reason = $"{reason}; {waits}" };
    }

    // On a lost node its process may well run, and is replaced or ended when the node is back.
    private static InstanceAction Delayed(InstanceAction action, NodeState state) => action switch
    {
        InstanceAction.Start => InstanceAction.Wait,
        InstanceAction.Restart or InstanceAction.Defer when state == NodeState.NeverSeen => InstanceAction.Wait,
        _ => action,
    };
}
