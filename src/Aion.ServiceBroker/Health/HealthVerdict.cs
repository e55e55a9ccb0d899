using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Health;

/// <summary>What a monitor concluded about an instance.</summary>
/// <param name="Healthy">False: as many checks in a row as <c>health.failures</c> says have failed.</param>
/// <param name="Cause">Why it is unhealthy, of kind <see cref="CauseKind.Probe"/>; null when it is healthy.</param>
/// <param name="At">When.</param>
public sealed record HealthVerdict(bool Healthy, InstanceCause? Cause, DateTimeOffset At);
