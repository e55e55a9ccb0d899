namespace Aion.ServiceBroker.Lifecycle.Explaining;

/// <summary>One instance that an instance depends on.</summary>
/// <param name="Name">The other instance, <c>database-001</c>.</param>
/// <param name="Condition"><c>started</c>, <c>healthy</c> or <c>finished</c>.</param>
/// <param name="Met">Whether it is as far.</param>
/// <param name="State">What it is doing.</param>
public sealed record DependencyReport(string Name, string Condition, bool Met, InstanceState State)
{
    /// <summary>The other node of a cluster that runs it; null: this one.</summary>
    public string? Node { get; init; }

    /// <summary>Why <see cref="State"/> is only what was heard last; null: it is so now.</summary>
    public string? Unsure { get; init; }
}
