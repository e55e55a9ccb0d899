using System.Net;
using Aion.Sidecar.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Aion.Sidecar.Hosting;

/// <summary>The two listeners of one app's sidecar: HTTP/1.1 for the HTTP API, HTTP/2 for gRPC, both on loopback.</summary>
internal sealed class SidecarServer
{
    private readonly WebApplication _web;

    private SidecarServer(WebApplication web, SidecarEndpoint endpoint)
    {
        _web = web;
        Endpoint = endpoint;
    }

    public SidecarEndpoint Endpoint { get; }

    public static async Task<SidecarServer> StartAsync(SidecarApp app, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, app.Options));
        builder.Services.Replace(ServiceDescriptor.Singleton(app.Runtime.Options.LoggerFactory));
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.AddRoutingCore();
        var web = builder.Build();
        web.UseRouting();
        web.MapHealth(app);
        web.MapMetadata(app);
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch
        {
            await web.DisposeAsync();
            throw;
        }

        return new SidecarServer(web, BoundEndpoint(web, app.AppId));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _web.StopAsync(cancellationToken);
        await _web.DisposeAsync();
    }

    private static void Listen(KestrelServerOptions kestrel, SidecarAppOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodySize;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(IPAddress.Loopback, options.HttpPort, listen => listen.Protocols = HttpProtocols.Http1);
        kestrel.Listen(IPAddress.Loopback, options.GrpcPort, listen => listen.Protocols = HttpProtocols.Http2);
    }

    private static SidecarEndpoint BoundEndpoint(WebApplication web, string appId)
    {
        // Kestrel lists the addresses in the order in which they were bound.
        var ports = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.Select(address => new Uri(address).Port).ToArray();
        return new SidecarEndpoint(appId, ports[0], ports[1]);
    }
}
