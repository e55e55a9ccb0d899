namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>How far the services are that an instance depends on.</summary>
/// <param name="WaitingFor">What is missing, one line each; empty: it may start.</param>
/// <param name="Runs">Runs of the instances whose restart leads to a restart of this one, by name.</param>
internal sealed record DependencyVerdict(IReadOnlyList<string> WaitingFor, IReadOnlyDictionary<string, int> Runs)
{
    public static DependencyVerdict None { get; } = new([], new Dictionary<string, int>());

    public bool Equals(DependencyVerdict? other) => other is not null
        && WaitingFor.SequenceEqual(other.WaitingFor)
        && Runs.Count == other.Runs.Count && Runs.All(r => other.Runs.TryGetValue(r.Key, out var run) && run == r.Value);

    public override int GetHashCode() => HashCode.Combine(WaitingFor.Count, Runs.Count);
}
