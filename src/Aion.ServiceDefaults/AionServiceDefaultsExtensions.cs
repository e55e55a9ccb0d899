using Aion.ServiceDefaults.Health;
using Aion.ServiceDefaults.Logging;
using Aion.ServiceDefaults.Sidecar;
using Aion.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aion.ServiceDefaults;

/// <summary>What every app of Aion.Dapr has in common, in one call before and one after the build.</summary>
public static class AionServiceDefaultsExtensions
{
    /// <summary>
    /// Adds health checks, compact console logging, telemetry, problem details, the clock and the wiring to the app's
    /// sidecar (<see cref="SidecarAddress"/>, <see cref="SidecarReadiness"/>, <c>DaprClient</c> and the generated gRPC
    /// client). Nothing is static, so several apps can live in one process, each with its own configuration.
    /// </summary>
    /// <remarks>
    /// Call it directly after creating the builder: it replaces the logging providers that the builder came with. The
    /// sidecar's address is read when it is first needed, so configuration added later still counts; the
    /// <c>OTEL_*</c> keys are read now.
    /// </remarks>
    /// <param name="builder">The app under construction.</param>
    /// <param name="appId">The Dapr app id, which is also the service name in telemetry.</param>
    public static WebApplicationBuilder AddAionServiceDefaults(this WebApplicationBuilder builder, string appId)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(appId);
        builder.Services.AddSingleton(new AppIdentity(appId));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Logging.AddAionConsole();
        builder.Services.AddAionSidecarClients();
        builder.Services.AddAionHealth();
        builder.Services.AddAionTelemetry(appId, builder.Configuration);
        builder.Services.AddProblemDetails();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        return builder;
    }

    /// <summary>
    /// Maps <c>/healthz</c> and <c>/healthz/live</c> (the process answers), and <c>/healthz/ready</c> (its checks pass,
    /// the sidecar's among them; 503 otherwise). <c>/healthz</c> is what a sidecar's app health check asks, so it never
    /// depends on the sidecar.
    /// </summary>
    public static WebApplication MapAionDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapAionHealth();
        return app;
    }
}
