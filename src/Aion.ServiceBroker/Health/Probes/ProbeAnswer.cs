namespace Aion.ServiceBroker.Health.Probes;

/// <summary>What one check found.</summary>
/// <param name="Healthy">Null: it is too early to say.</param>
/// <param name="Text">For people, to be read after the name of the probe: <c>answered 503 Service Unavailable</c>.</param>
internal readonly record struct ProbeAnswer(bool? Healthy, string Text);
