using Aion.Contracts.V1;
using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Settings;
using Aion.ServiceBroker.Lifecycle;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>A master shows every node, also those that its project names and nobody has seen, and all their instances.</summary>
internal sealed class MasterView(
    ClusterState cluster, NodeTable nodes, NodeQuestions questions, LoadMeter load, IOptions<ClusterOptions> options, TimeProvider time) : IClusterView
{
    public string Name => options.Value.NodeName;

    public BrokerStatus Extend(BrokerStatus own)
    {
        var (record, name) = (cluster.Current, options.Value.NodeName);
        var mine = own.Instances.Select(i => i with { Node = name }).ToList();
        var workers = Workers(record).Select(node => (Node: node, Instances: NodeInstances.Of(record, node, time.GetUtcNow()))).ToList();
        return own with
        {
            Mode = "master",
            Node = name,
            Device = name,
            Generation = record.Generation > 0 ? record.Generation : own.Generation,
            Directory = record.Generation > 0 ? record.Directory : own.Directory,
            File = record.Generation > 0 ? record.File : own.File,
            Instances = [.. mine, .. workers.SelectMany(w => w.Instances)],
            Nodes = [Self(own, mine), .. workers.Select(w => StatusOf(record, w.Node, w.Instances))],
        };
    }

    public string? NodeOf(string service)
    {
        var record = cluster.Current;
        var place = record.Project.FindService(service) is { } known ? record.Places[known.Label] : null;
        return place == options.Value.NodeName ? null : place;
    }

    public string LabelOf(string service) => cluster.Current.Project.FindService(service)?.Label ?? service;

    public Task<NodeAnswer?> AskAsync(string node, NodeQuestion question, CancellationToken ct) => questions.AskAsync(node, question, ct);

    public string WhyNotAsked(string node) => nodes.Find(node) switch
    {
        null or { State: NodeState.NeverSeen } => ", which has never joined",
        { State: NodeState.Lost } lost => $" ({lost.Address}), which is lost",
        { Connected: false } away => $" ({away.Address}), whose link is down",
        { } there => $" ({there.Address})",
    };

    public IReadOnlyDictionary<string, IReadOnlyList<InstanceStatus>> ByNode(string device, IReadOnlyList<InstanceStatus> own)
    {
        var all = new Dictionary<string, IReadOnlyList<InstanceStatus>> { [options.Value.NodeName] = own };
        foreach (var node in nodes.All)
        {
            all[$"{node.Name}/{node.Address}"] = node.Instances;
        }

        return all;
    }

    private IEnumerable<Node> Workers(ClusterRecord record) => nodes.All
        .Concat(record.Places.Values.Distinct().Where(n => n != options.Value.NodeName && nodes.Find(n) is null).Select(n => new Node(n) { Since = nodes.StartedAt }))
        .OrderBy(n => n.Name, StringComparer.Ordinal);

    private NodeStatus Self(BrokerStatus own, List<InstanceStatus> mine) => new(options.Value.NodeName, true, mine.Count(i => i.State.IsUp()))
    {
        State = NodeState.Joined, Master = true, Connected = true, Load = load.Current, Generation = own.Generation,
    };

    private static NodeStatus StatusOf(ClusterRecord record, Node node, IReadOnlyList<InstanceStatus> instances) =>
        new(node.Name, node.Joined, node.State == NodeState.Lost ? 0 : instances.Count(i => i.State.IsUp()))
        {
            State = node.State,
            Since = node.State == NodeState.NeverSeen ? null : node.Since,
            Address = node.Address.Length == 0 ? null : node.Address,
            Connected = node.Connected,
            LastHeartbeat = node.LastHeartbeat,
            ReportedAt = node.ReportedAt,
            Load = node.State == NodeState.NeverSeen || node.Plain ? null : node.Load,
            Generation = node.Generation,
            Problem = ProblemOf(record, node),
        };

    private static string? ProblemOf(ClusterRecord record, Node node)
    {
        var unusable = node.Unusable == 0 ? "" : $"{node.Unusable} of the instances that it reports cannot be read here: is it of another version?";
        var ahead = node.Generation <= record.Generation ? ""
            : $"it has generation {node.Generation}, and this master only knows {record.Generation}: it is left alone until a project is applied here";
        return string.Join("; ", new[] { node.Problem, unusable, ahead }.Where(text => text.Length > 0)) is { Length: > 0 } problem ? problem : null;
    }
}
