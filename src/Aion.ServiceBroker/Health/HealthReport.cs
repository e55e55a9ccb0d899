namespace Aion.ServiceBroker.Health;

/// <summary>What is known of the health of one instance, for people.</summary>
/// <param name="Probe">What is asked: <c>GET http://127.0.0.1:8080/healthz</c>.</param>
/// <param name="Healthy">The verdict; null while there is none.</param>
/// <param name="LastAnswer">What the last check found: <c>answered 503</c>; null before the first one has ended.</param>
/// <param name="LastAt">When that was.</param>
/// <param name="FailuresInARow">Checks that failed since the last one that did not.</param>
public sealed record HealthReport(string Probe, bool? Healthy, string? LastAnswer, DateTimeOffset? LastAt, int FailuresInARow);
