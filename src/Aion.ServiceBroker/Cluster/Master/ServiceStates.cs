using Aion.Project.Model;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Settings;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Board;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>
/// How far the services are that services on other nodes depend on: the master alone hears of all of them, waits by it for its own
/// services, and tells the workers.
/// </summary>
internal sealed class ServiceStates : IOtherNodes
{
    private readonly ClusterState _cluster;
    private readonly NodeTable _nodes;
    private readonly InstanceBoard _board;
    private readonly string _master;
    private volatile Needs _needs;

    public ServiceStates(ClusterState cluster, NodeTable nodes, InstanceBoard board, IOptions<ClusterOptions> options)
    {
        (_cluster, _nodes, _board, _master) = (cluster, nodes, board, options.Value.NodeName);
        _needs = new Needs(cluster.Current);
        cluster.Changed += () => Changed?.Invoke();
        nodes.Changed += (before, after) =>
        {
            if (IsNews(before, after) && NeedsOf(_cluster.Current).Nodes.Contains(after.Name))
            {
                Changed?.Invoke();
            }
        };
        board.Changed += (_, entry) =>
        {
            if (NeedsOf(_cluster.Current).Labels.Contains(entry.State.Service))
            {
                Changed?.Invoke();
            }
        };
    }

    public event Action? Changed;

    /// <summary>What services of a node depend on and other nodes run.</summary>
    public IReadOnlyList<OtherService> For(string node)
    {
        var record = _cluster.Current;
        return [.. NeedsOf(record).Of(node).Select(label => Of(record, label))];
    }

    public OtherService Find(string label, string node) => Of(_cluster.Current, label);

    private OtherService Of(ClusterRecord record, string label)
    {
        if (record.Project.FindService(label) is not { } service || !record.Places.TryGetValue(label, out var place))
        {
            return new OtherService(label, "", []) { Unsure = "the project has it no longer" };
        }

        if (place == _master)
        {
            var own = _board.Entries.Where(e => e.State.Service == label).ToDictionary(e => e.State.Number, e => Of(e.State));
            return new OtherService(label, place, InstancesOf(service, own));
        }

        var node = _nodes.Find(place) ?? new Node(place);
        // What has ended well by an older definition has not by the one that the node is still to be told.
        var isCurrent = !node.Connected || node.Plain || node.Generation >= record.Generation
            || node.Fingerprint == ProjectSplitFingerprint(record, place);
        var reported = node.Instances.Where(i => i.Service == label).DistinctBy(i => i.Number).ToDictionary(i => i.Number, i => Of(i, service, isCurrent));
        return new OtherService(label, place, InstancesOf(service, reported)) { Unsure = WhyUnsure(node) };
    }

    private string ProjectSplitFingerprint(ClusterRecord record, string node) =>
        Placing.ProjectSplit.Fingerprint(_cluster.PartOf(record, node), record.Directory);

    private static OtherInstance[] InstancesOf(ServiceModel service, Dictionary<int, OtherInstance> known) =>
        [.. Enumerable.Range(1, service.Scale).Select(number => known.GetValueOrDefault(number) ?? new OtherInstance(number, null, 0))];

    private static OtherInstance Of(Lifecycle.Machine.LifecycleState state) => new(state.Number, state.Phase, state.Run)
    {
        Started = DependencyWatch.IsMet(DependencyCondition.Started, state),
        Healthy = DependencyWatch.IsMet(DependencyCondition.Healthy, state),
        Finished = DependencyWatch.IsMet(DependencyCondition.Finished, state),
    };

    private static OtherInstance Of(InstanceStatus reported, ServiceModel service, bool isCurrent) => new(reported.Number, reported.State, reported.Run)
    {
        Started = reported.State.IsUp() || reported.Completed,
        Healthy = reported.State == InstanceState.Healthy || (reported.State == InstanceState.Running && service.Health is null),
        Finished = isCurrent && (reported.Completed || reported.State == InstanceState.Finished),
    };

    private static string? WhyUnsure(Node node) => node switch
    {
        { State: NodeState.NeverSeen } => $"node {node.Name} has never joined",
        { State: NodeState.Lost } => $"node {node.Name} is lost",
        { Connected: false } => $"the link of node {node.Name} to the master is down",
        _ => null,
    };

    private static bool IsNews(Node before, Node after) =>
        !ReferenceEquals(before.Instances, after.Instances) || before.State != after.State || before.Connected != after.Connected || before.Fingerprint != after.Fingerprint;

    private Needs NeedsOf(ClusterRecord record) => ReferenceEquals(_needs.Record, record) ? _needs : _needs = new Needs(record);
}
