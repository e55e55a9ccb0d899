using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Aion.ServiceDefaults.Health;

internal static class HealthServices
{
    /// <summary>Checks with this tag decide readiness; apps add their own with it.</summary>
    public const string ReadyTag = "ready";

    public static IServiceCollection AddAionHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<SidecarHealthCheck>("sidecar", tags: [ReadyTag]);
        return services;
    }

    public static IEndpointRouteBuilder MapAionHealth(this IEndpointRouteBuilder endpoints)
    {
        var live = new HealthCheckOptions { Predicate = _ => false };
        endpoints.MapHealthChecks("/healthz", live);
        endpoints.MapHealthChecks("/healthz/live", live);
        endpoints.MapHealthChecks("/healthz/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(ReadyTag),
            ResponseWriter = HealthReportWriter.WriteAsync,
        });
        return endpoints;
    }
}
