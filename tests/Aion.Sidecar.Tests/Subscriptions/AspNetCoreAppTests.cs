using System.Threading.Channels;
using Aion.Sidecar.Tests.Hosting;
using Dapr;
using Dapr.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Aion.Sidecar.Tests.Subscriptions;

/// <summary>An app as the Dapr documentation writes it, with the official Dapr.AspNetCore.</summary>
public sealed class AspNetCoreAppTests : IAsyncLifetime
{
    private readonly SidecarFixture _sidecar = new()
    {
        MoreResources = """
            apiVersion: dapr.io/v2alpha1
            kind: Subscription
            metadata: { name: declared }
            spec:
              topic: declared
              pubsubname: pubsub
              routes: { default: /declared }
            scopes: [shop]
            """,
    };

    private readonly Channel<string> _received = Channel.CreateUnbounded<string>();
    private WebApplication _app = null!;
    private SidecarEndpoint _endpoint = null!;

    public async Task InitializeAsync()
    {
        await _sidecar.InitializeAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        _app = builder.Build();
        _app.UseCloudEvents();
        _app.MapSubscribeHandler();
        _app.MapPost("/single", (Order order) => _received.Writer.TryWrite($"single {order.Number}")).WithTopic("pubsub", "single");
        _app.MapPost("/declared", (Order order) => _received.Writer.TryWrite($"declared {order.Number}"));
        _app.MapPost("/bulk", (BulkSubscribeMessage<BulkMessageModel<Order>> batch) =>
            {
                foreach (var entry in batch.Entries)
                    _received.Writer.TryWrite($"bulk {entry.Event.Data.Number}");
                return Results.Ok(new BulkSubscribeAppResponse(
                    [.. batch.Entries.Select(entry => new BulkSubscribeAppResponseEntry(entry.EntryId, BulkSubscribeAppResponseStatus.SUCCESS))]));
            })
            .WithTopic(new TopicOptions { PubsubName = "pubsub", Name = "bulk" })
            .WithBulkSubscribe(new BulkSubscribeTopicOptions { TopicName = "bulk", MaxMessagesCount = 10, MaxAwaitDurationMs = 1000 });
        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _endpoint = await _sidecar.AddAsync("shop", new Uri(address).Port);
    }

    public async Task DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("single")]
    [InlineData("bulk")]
    [InlineData("declared")]
    public async Task Event_ReachesTheHandler(string topic)
    {
        await _sidecar.Client(_endpoint).PublishEventAsync("pubsub", topic, new Order(7));

        Assert.Equal($"{topic} 7", await _received.NextAsync("the event"));
    }

    private sealed record Order(int Number);
}
