using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Aion.Sidecar.Tests.Hosting;

/// <summary>A gRPC app on a port of its own: AppCallback as the test sets it up, and the echo service for proxying.</summary>
public sealed class GrpcTestApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GrpcTestApp(WebApplication app) => _app = app;

    public int Port { get; private init; }

    public CallWatch Watch { get; private init; } = null!;

    public static async Task<GrpcTestApp> StartAsync(TestCallback callback)
    {
        var watch = new CallWatch();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(callback);
        builder.Services.AddSingleton(watch);
        var web = builder.Build();
        web.MapGrpcService<TestCallback>();
        if (callback.ServesAlpha)
            web.MapGrpcService<AlphaCallback>();
        web.MapGrpcService<EchoService>();
        await web.StartAsync();
        var address = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new GrpcTestApp(web) { Port = new Uri(address).Port, Watch = watch };
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
