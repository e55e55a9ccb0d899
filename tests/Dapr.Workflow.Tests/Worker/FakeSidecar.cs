using System.Net;
using System.Threading.Channels;
using Aion.Testing;
using DurableTask.Protocol;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dapr.Workflow.Tests.Worker;

/// <summary>The sidecar's end of the wire, over real HTTP/2: a test gives out work items and reads the answers.</summary>
internal sealed class FakeSidecar : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeSidecar(WebApplication app, FakeTaskHub hub)
    {
        _app = app;
        Hub = hub;
        Port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    public FakeTaskHub Hub { get; }

    public int Port { get; }

    /// <param name="port">0: any free one.</param>
    public static async Task<FakeSidecar> StartAsync(int port = 0)
    {
        var hub = new FakeTaskHub();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(hub);
        builder.Services.AddSingleton<IServiceMethodProvider<FakeTaskHub>, FakeTaskHubMethods>();
        var app = builder.Build();
        app.MapGrpcService<FakeTaskHub>();
        await app.StartAsync();
        return new FakeSidecar(app, hub);
    }

    /// <summary>The next worker that asks for items.</summary>
    public Task<FakeItemStream> NextStreamAsync() => Hub.Streams.ReadAsync().Within30s("a worker asks for work items");

    public Task<WorkflowResponse> NextTurnAsync() => Hub.Turns.ReadAsync().Within30s("a turn is answered");

    public Task<ActivityResponse> NextActivityAsync() => Hub.Activities.ReadAsync().Within30s("an activity is answered");

    public async ValueTask DisposeAsync()
    {
        Hub.Close();
        await _app.DisposeAsync();
    }
}
