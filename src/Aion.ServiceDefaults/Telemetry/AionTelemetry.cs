using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Aion.ServiceDefaults.Telemetry;

/// <summary>The names under which the apps report, and their export. An app gets its <see cref="ActivitySource"/> from its services.</summary>
public static class AionTelemetry
{
    /// <summary>Name of the meter and of the activity source of every app.</summary>
    public const string Name = "Aion";

    private const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Collects and exports only when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set: without a collector there is nobody to
    /// read, and an idle pipeline would cost every request.
    /// </summary>
    internal static void AddAionTelemetry(this IServiceCollection services, string appId, IConfiguration configuration)
    {
        services.AddMetrics();
        services.AddSingleton(_ => new ActivitySource(Name));
        if (string.IsNullOrWhiteSpace(configuration[EndpointKey]))
        {
            return;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(appId))
            .WithTracing(traces => traces
                .AddSource(Name, "Microsoft.AspNetCore", "System.Net.Http")
                .AddOtlpExporter())
            .WithMetrics(metrics => metrics
                .AddMeter(Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddOtlpExporter());
    }
}
