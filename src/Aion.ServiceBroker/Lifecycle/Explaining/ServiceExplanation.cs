namespace Aion.ServiceBroker.Lifecycle.Explaining;

/// <summary>Answer of <c>GET /api/v1/explain/{service}[/{number}]</c>: the full story of a service.</summary>
/// <param name="Service">The service's label.</param>
/// <param name="Generation">Generation of the project in force.</param>
/// <param name="Restart">Its restart rule in words: <c>on-failure; at once, then 1 s to 60 s; never given up</c>.</param>
/// <param name="Instances">Its instances, or the one that was asked for.</param>
public sealed record ServiceExplanation(string Service, long Generation, string Restart, IReadOnlyList<InstanceExplanation> Instances)
{
    /// <summary>Whether it takes no kanbans, so that none starts it.</summary>
    public bool WithoutKanban { get; init; }

    /// <summary>The same, of instances on a node of a cluster; null: there is no cluster.</summary>
    internal ServiceExplanation On(string? node) =>
        node is null ? this : this with { Instances = [.. Instances.Select(i => i with { Status = i.Status with { Node = node } })] };
}
