namespace Aion.ServiceBroker.Api;

/// <summary>What happens to one instance.</summary>
/// <param name="Instance"><c>judge-001</c>.</param>
/// <param name="Action"><c>keep</c>, <c>start</c>, <c>wait</c>, <c>restart</c>, <c>defer</c> or <c>stop</c>.</param>
/// <param name="Reason">Why.</param>
public sealed record ProjectStep(string Instance, string Action, string Reason)
{
    /// <summary>The node of the cluster that it concerns; null outside of a cluster.</summary>
    public string? Node { get; init; }
}
