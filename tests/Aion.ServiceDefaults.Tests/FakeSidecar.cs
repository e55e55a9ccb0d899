using System.Collections.Concurrent;
using Dapr.Client.Autogen.Grpc.v1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Aion.ServiceDefaults.Tests;

/// <summary>A real server with as much of a sidecar as these tests ask: outbound health and PublishEvent.</summary>
internal sealed class FakeSidecar : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeSidecar(WebApplication app) => _app = app;

    public bool Ready { get; set; } = true;

    public ConcurrentQueue<string> Tokens { get; } = new();

    public ConcurrentQueue<string> Published { get; } = new();

    public string HttpEndpoint { get; private set; } = "";

    public string GrpcEndpoint { get; private set; } = "";

    public static async Task<FakeSidecar> StartAsync(string? socketFolder = null, int httpPort = 0)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            if (socketFolder is null)
            {
                kestrel.Listen(System.Net.IPAddress.Loopback, httpPort, o => o.Protocols = HttpProtocols.Http1);
                kestrel.Listen(System.Net.IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2);
            }
            else
            {
                kestrel.ListenUnixSocket(Path.Combine(socketFolder, "http.sock"), o => o.Protocols = HttpProtocols.Http1);
                kestrel.ListenUnixSocket(Path.Combine(socketFolder, "grpc.sock"), o => o.Protocols = HttpProtocols.Http2);
            }
        });
        var app = builder.Build();
        var self = new FakeSidecar(app);
        app.MapPost("/dapr.proto.runtime.v1.Dapr/PublishEvent", self.PublishAsync);
        app.MapGet("/v1.0/healthz/outbound", (HttpContext context) =>
        {
            self.Tokens.Enqueue(context.Request.Headers["dapr-api-token"].ToString());
            return Results.StatusCode(self.Ready ? 204 : 500);
        });
        await app.StartAsync();
        var urls = app.Urls.ToArray();
        self.HttpEndpoint = socketFolder is null ? urls[0] : "unix://" + Path.Combine(socketFolder, "http.sock");
        self.GrpcEndpoint = socketFolder is null ? urls[1] : "unix://" + Path.Combine(socketFolder, "grpc.sock");
        return self;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // Dapr.Protos has no server classes: the frame of a unary call is 5 bytes of prefix and the message.
    private async Task PublishAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Tokens.Enqueue(context.Request.Headers["dapr-api-token"].ToString());
        Published.Enqueue(PublishEventRequest.Parser.ParseFrom(body.ToArray().AsSpan(5)).Topic);
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
