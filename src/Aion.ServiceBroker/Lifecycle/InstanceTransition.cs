namespace Aion.ServiceBroker.Lifecycle;

/// <summary>A change of an instance's state.</summary>
/// <param name="At">When.</param>
/// <param name="State">The new state.</param>
/// <param name="Cause">Why, in one line; null where the state says it all.</param>
public sealed record InstanceTransition(DateTimeOffset At, InstanceState State, string? Cause);
