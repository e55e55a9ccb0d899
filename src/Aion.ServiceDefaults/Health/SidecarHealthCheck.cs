using Aion.ServiceDefaults.Sidecar;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aion.ServiceDefaults.Health;

internal sealed class SidecarHealthCheck(SidecarReadiness sidecar) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await sidecar.ProbeAsync(cancellationToken) is { } problem
            ? HealthCheckResult.Unhealthy("The sidecar is not ready: " + problem)
            : HealthCheckResult.Healthy();
}
