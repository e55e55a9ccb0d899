using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Aion.ServiceDefaults.Tests;

/// <summary>The production composition of an app with an in-memory configuration.</summary>
internal static class TestApp
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static WebApplication Create(
        FakeSidecar? sidecar, Dictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddAionServiceDefaults("test-app");
        builder.Logging.ClearProviders();
        settings ??= [];
        settings["urls"] = "http://127.0.0.1:0";
        settings["DAPR_HTTP_ENDPOINT"] = settings.GetValueOrDefault("DAPR_HTTP_ENDPOINT") ?? sidecar?.HttpEndpoint;
        settings["DAPR_GRPC_ENDPOINT"] = settings.GetValueOrDefault("DAPR_GRPC_ENDPOINT") ?? sidecar?.GrpcEndpoint;
        builder.Configuration.AddInMemoryCollection(settings);
        configure?.Invoke(builder);
        var app = builder.Build();
        app.MapAionDefaults();
        return app;
    }
}
