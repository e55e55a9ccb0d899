using Aion.Project.Model;
using Aion.ServiceBroker.Lifecycle.Explaining;

namespace Aion.ServiceBroker.Lifecycle.Board;

/// <summary>A service that another node runs, as it was heard of last.</summary>
/// <param name="Label">The service.</param>
/// <param name="Node">The node.</param>
/// <param name="Instances">All that the project wants there; empty: nothing was ever heard.</param>
internal sealed record OtherService(string Label, string Node, IReadOnlyList<OtherInstance> Instances)
{
    /// <summary>Why nobody can say how it is now: <c>node hall2 is lost</c>; null: this is how it is.</summary>
    public string? Unsure { get; init; }

    /// <summary>What is missing for somebody who depends on it, one line each. What was met when it was heard of last is met.</summary>
    public IEnumerable<string> MissingFor(DependencyCondition condition) => Instances.Count == 0
        ? [Unsure is null ? $"{Label} on node {Node}, which has not told of it yet" : $"{Label} on node {Node}: nobody can say how it is, {Unsure}"]
        : Instances.Where(i => !i.Meets(condition)).Select(i => MissingFor(condition, i));

    public IEnumerable<DependencyReport> Explain(DependencyCondition condition)
    {
        // One that was never heard of counts as waiting.
        var instances = Instances.Count == 0 ? [new OtherInstance(1, null, 0)] : Instances;
        return instances.Select(i => new DependencyReport(
            StatusView.NameOf(Label, i.Number), condition.ToString().ToLowerInvariant(), i.Meets(condition), i.State ?? InstanceState.Waiting)
        {
            Node = Node, Unsure = Unsure,
        });
    }

    public bool Equals(OtherService? other) =>
        other is not null && Label == other.Label && Node == other.Node && Unsure == other.Unsure && Instances.SequenceEqual(other.Instances);

    public override int GetHashCode() => HashCode.Combine(Label, Node, Instances.Count);

    private string MissingFor(DependencyCondition condition, OtherInstance instance)
    {
        var name = $"{StatusView.NameOf(Label, instance.Number)} on node {Node}";
        var wanted = condition switch { DependencyCondition.Finished => "has finished", DependencyCondition.Healthy => "is healthy", _ => "is started" };
        var seen = instance.State?.ToText();
        return Unsure is null ? $"{name} {wanted.Replace("has ", "has not ", StringComparison.Ordinal).Replace("is ", "is not ", StringComparison.Ordinal)} ({seen ?? "not told of yet"})"
            : $"{name}: nobody can say whether it {wanted}, {Unsure}" + (seen is null ? "" : $"; it was {seen} when it was heard of last");
    }
}
