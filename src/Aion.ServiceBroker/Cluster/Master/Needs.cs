namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>Which services of a project are depended on from another node.</summary>
internal sealed class Needs
{
    private readonly ILookup<string, string> _byNode;

    public Needs(ClusterRecord record)
    {
        Record = record;
        var needed = (
            from service in record.Project.Services
            let node = record.Places.GetValueOrDefault(service.Label)
            from dependency in service.DependsOn
            let place = record.Places.GetValueOrDefault(dependency.Label)
            where node is not null && place is not null && node != place
            select (Node: node, dependency.Label, Place: place)).Distinct().ToArray();
        _byNode = needed.ToLookup(n => n.Node, n => n.Label, StringComparer.Ordinal);
        Labels = needed.Select(n => n.Label).ToHashSet(StringComparer.Ordinal);
        Nodes = needed.Select(n => n.Place).ToHashSet(StringComparer.Ordinal);
    }

    public ClusterRecord Record { get; }

    /// <summary>All of them, whoever depends on them.</summary>
    public IReadOnlySet<string> Labels { get; }

    /// <summary>The nodes that run them.</summary>
    public IReadOnlySet<string> Nodes { get; }

    /// <summary>Those that services of a node depend on, in the order of the project.</summary>
    public IEnumerable<string> Of(string node) => _byNode[node].Distinct(StringComparer.Ordinal);
}
