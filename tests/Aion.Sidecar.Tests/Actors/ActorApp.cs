using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;
using Dapr.Actors;
using Dapr.Actors.Client;
using Dapr.Actors.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>An app with the official Dapr.Actors.AspNetCore, and its sidecar.</summary>
public sealed class ActorApp : IAsyncDisposable
{
    private readonly WebApplication _web;

    private ActorApp(WebApplication web, SidecarEndpoint endpoint, int port) => (_web, Endpoint, Port) = (web, endpoint, port);

    public SidecarEndpoint Endpoint { get; }

    public int Port { get; }

    public ActorEvents Events => _web.Services.GetRequiredService<ActorEvents>();

    /// <summary>Starts the sidecar, then the app that is told where it is.</summary>
    public static async Task<ActorApp> StartAsync(SidecarHost host, string appId, Action<ActorRuntimeOptions>? configure = null, SidecarAppOptions? options = null)
    {
        var port = FreePort.Next();
        var endpoint = await host.AddAppAsync(new SidecarAppOptions
        {
            AppId = appId,
            AppPort = port,
            ApiToken = options?.ApiToken,
            AppApiToken = options?.AppApiToken,
        });
        return await StartAsync(endpoint, port, configure, options?.ApiToken);
    }

    /// <summary>Starts the app at a sidecar that is there already.</summary>
    public static async Task<ActorApp> StartAsync(SidecarEndpoint endpoint, int port, Action<ActorRuntimeOptions>? configure = null, string? token = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ActorEvents>();
        builder.Services.AddActors(actors =>
        {
            actors.HttpEndpoint = endpoint.HttpEndpoint.GetLeftPart(UriPartial.Authority);
            if (token is not null)
                actors.DaprApiToken = token;
            actors.Actors.RegisterActor<TestActor>();
            configure?.Invoke(actors);
        });
        var web = builder.Build();
        web.Use((context, next) =>
        {
            web.Services.GetRequiredService<ActorEvents>().Tokens.Enqueue(context.Request.Headers["dapr-api-token"].ToString());
            return next(context);
        });
        web.UseRouting();
        web.MapActorsHandlers();
        await web.StartAsync();
        return new ActorApp(web, endpoint, port);
    }

    public ITestActor Actor(string id) => Proxies(Endpoint).CreateActorProxy<ITestActor>(new ActorId(id), nameof(TestActor));

    public ActorProxy Weak(string id) => Proxies(Endpoint).Create(new ActorId(id), nameof(TestActor));

    public static ActorProxyFactory Proxies(SidecarEndpoint endpoint) => new(new ActorProxyOptions { HttpEndpoint = endpoint.HttpEndpoint.GetLeftPart(UriPartial.Authority) });

    public Task StopAsync() => _web.StopAsync();

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();
}
