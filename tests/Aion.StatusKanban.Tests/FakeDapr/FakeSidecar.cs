using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aion.StatusKanban.Tests.FakeDapr;

/// <summary>A sidecar's HTTP health and gRPC API on fixed ports over <see cref="FakeDaprService"/>; it can stop and start again.</summary>
internal sealed class FakeSidecar(int httpPort, int grpcPort) : IAsyncDisposable
{
    private WebApplication? _app;

    public FakeDaprService Dapr { get; } = new();

    public Dictionary<string, string?> Settings => new()
    {
        ["DAPR_HTTP_ENDPOINT"] = $"http://127.0.0.1:{httpPort}",
        ["DAPR_GRPC_ENDPOINT"] = $"http://127.0.0.1:{grpcPort}",
    };

    public static Task<FakeSidecar> StartedAsync() => StartedAsync(FreePort.Next(), FreePort.Next());

    public static async Task<FakeSidecar> StartedAsync(int httpPort, int grpcPort)
    {
        var sidecar = new FakeSidecar(httpPort, grpcPort);
        await sidecar.StartAsync();
        return sidecar;
    }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, httpPort, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, grpcPort, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton(Dapr);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(1));
        _app = builder.Build();
        _app.MapGet("/v1.0/healthz/outbound", () => Results.NoContent());
        _app.MapGrpcService<FakeDaprService>();
        await _app.StartAsync();
    }

    /// <summary>Ends it with all its streams, as a kill would.</summary>
    public async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
