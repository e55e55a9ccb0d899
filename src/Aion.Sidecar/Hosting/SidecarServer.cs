using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Aion.Sidecar.Hosting;

/// <summary>The two listeners of one app's sidecar: HTTP/1.1 for the HTTP API, HTTP/2 for gRPC.</summary>
internal sealed class SidecarServer
{
    /// <summary>The longest that answers of the app are waited for, as in daprd.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(5);

    private readonly WebApplication _web;
    private readonly SidecarApp _app;

    private SidecarServer(WebApplication web, SidecarApp app, SidecarEndpoint endpoint)
    {
        (_web, _app, Endpoint) = (web, app, endpoint);
    }

    public SidecarEndpoint Endpoint { get; }

    public SidecarApp App => _app;

    public static async Task<SidecarServer> StartAsync(SidecarApp app, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, app.Options));
        builder.Services.Replace(ServiceDescriptor.Singleton(app.Runtime.Options.LoggerFactory));
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainLimit);
        builder.Services.AddSidecarApis(app);
        var web = builder.Build();
        web.UseSidecarApis(app);
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch
        {
            await web.DisposeAsync();
            await app.DisposeAsync();
            throw;
        }

        app.Subscriptions.Start();
        app.Actors.Start();
        return new SidecarServer(web, app, BoundEndpoint(web, app.Options));
    }

    /// <summary>Deliveries end first, since the app answers them through calls that must still work; then the listeners.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        drain.CancelAfter(DrainLimit);
        await _app.StopAsync(drain.Token);
        await _app.OpenCalls.DrainAsync(drain.Token);
        await _web.StopAsync(drain.Token);
        await _web.DisposeAsync();
        await _app.DisposeAsync();
    }

    private static void Listen(KestrelServerOptions kestrel, SidecarAppOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodySize;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;

        // As in daprd: a client whose calls wait, for workflows to end or for events, keeps its other calls going.
        kestrel.Limits.Http2.MaxStreamsPerConnection = int.MaxValue;
        kestrel.Listen(options.ListenAddress, options.HttpPort, listen => listen.Protocols = HttpProtocols.Http1);
        kestrel.Listen(options.ListenAddress, options.GrpcPort, listen => listen.Protocols = HttpProtocols.Http2);
    }

    private static SidecarEndpoint BoundEndpoint(WebApplication web, SidecarAppOptions options)
    {
        // Kestrel lists the addresses in the order in which they were bound.
        var ports = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.Select(address => new Uri(address).Port).ToArray();
        return new SidecarEndpoint(options.AppId, ports[0], ports[1]) { Host = options.ListenAddress.ToString() };
    }
}
