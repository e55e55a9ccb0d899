using System.Text.Json;
using System.Threading.Channels;
using Aion.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Aion.Sidecar.Tests.Hosting;

/// <summary>An app on a port of its own that gives its subscriptions, shows what it is posted and answers as it is told.</summary>
public sealed class HttpTestApp : IAsyncDisposable
{
    /// <summary>In place of a status: the connection breaks without an answer, as when the process ends.</summary>
    public const int Breaks = 0;

    private readonly WebApplication _app;

    private HttpTestApp(WebApplication app) => _app = app;

    public int Port { get; private set; }

    /// <summary>What was posted, in order.</summary>
    public Channel<Posted> Received { get; } = System.Threading.Channels.Channel.CreateUnbounded<Posted>();

    /// <summary>Status and body for a request; by default 200 without a body.</summary>
    public Func<Posted, (int Status, string Body)> Answer { get; set; } = _ => (200, "");

    /// <summary>Status of the answer to GET /dapr/subscribe.</summary>
    public int SubscribeStatus { get; set; } = 200;

    /// <summary>How often it was asked for its subscriptions.</summary>
    public int SubscribeRequests { get; private set; }

    /// <summary>Completes requests only when it is completed.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>
    /// Its port is its own, also after its end: no other test is given it. A given one may still be that of an app which just
    /// ended: that is waited out.
    /// </summary>
    public static async Task<HttpTestApp> StartAsync(string subscriptions, int port = 0)
    {
        HttpTestApp? app = null;
        await Eventually.HoldsAsync(async () => (app = await TryStartAsync(subscriptions, port == 0 ? FreePort.Next() : port)) is not null, $"port {port} is free");
        return app!;
    }

    private static async Task<HttpTestApp?> TryStartAsync(string subscriptions, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", $"http://127.0.0.1:{port}");
        builder.Services.AddRoutingCore();
        var web = builder.Build();
        var app = new HttpTestApp(web);
        web.MapGet("/dapr/subscribe", () =>
        {
            app.SubscribeRequests++;
            return Results.Text(app.SubscribeStatus == 200 ? subscriptions : "", "application/json", statusCode: app.SubscribeStatus);
        });
        web.MapPost("/{**path}", app.HandleAsync);
        try
        {
            await web.StartAsync();
        }
        catch (IOException)
        {
            await web.DisposeAsync();
            return null;
        }

        app.Port = new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        return app;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var posted = new Posted(
            context.Request.Path, context.Request.ContentType ?? "", body.RootElement.Clone(),
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        await Received.Writer.WriteAsync(posted);
        await Gate;
        var (status, answer) = Answer(posted);
        if (status == Breaks)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        await context.Response.WriteAsync(answer);
    }

    /// <summary>A request that the app got.</summary>
    public sealed record Posted(string Path, string ContentType, JsonElement Body, Dictionary<string, string> Headers);
}
