using Aion.Sidecar.Tests.Hosting;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Status = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Aion.Sidecar.Tests.Subscriptions;

public sealed class GrpcDeliveryTests : IAsyncLifetime
{
    private readonly SidecarFixture _sidecar = new();

    public Task InitializeAsync() => _sidecar.InitializeAsync();

    public Task DisposeAsync() => _sidecar.DisposeAsync();

    [Fact]
    public async Task Event_ArrivesAtOnTopicEvent_WithTheAppToken()
    {
        var callback = new TestCallback { Subscriptions = { new TopicSubscription { PubsubName = "pubsub", Topic = "orders", Routes = new TopicRoutes { Default = "/take" } } } };
        await using var app = await GrpcTestApp.StartAsync(callback);
        var endpoint = await _sidecar.Host.AddAppAsync(new SidecarAppOptions { AppId = "shop", AppPort = app.Port, AppProtocol = AppProtocol.Grpc, AppApiToken = "t" });

        await _sidecar.Client(endpoint).PublishEventAsync("pubsub", "orders", new { n = 1 });
        var received = await callback.Events.NextAsync("the event");

        Assert.Equal("""{"n":1}""", received.Data.ToStringUtf8());
        Assert.Equal(("orders", "pubsub", "/take", "shop"), (received.Topic, received.PubsubName, received.Path, received.Source));
        Assert.Equal("t", callback.LastHeaders.GetValue("dapr-api-token"));
    }

    [Fact]
    public async Task Retry_ComesAgainFirst_AndDropGoesToTheDeadLetterTopic()
    {
        var callback = new TestCallback
        {
            Subscriptions =
            {
                new TopicSubscription { PubsubName = "pubsub", Topic = "orders", DeadLetterTopic = "dead" },
                new TopicSubscription { PubsubName = "pubsub", Topic = "dead" },
            },
        };
        var retries = 1;
        callback.Answer = received => new TopicEventResponse
        {
            Status = received.Topic == "dead" ? Status.Success : received.Data.ToStringUtf8() == "1" && retries-- > 0 ? Status.Retry : Status.Drop,
        };
        await using var app = await GrpcTestApp.StartAsync(callback);
        var endpoint = await _sidecar.AddAsync("shop", app.Port, AppProtocol.Grpc);

        await _sidecar.Client(endpoint).BulkPublishEventAsync("pubsub", "orders", new[] { 1, 2 });

        var order = new List<(string, string)>();
        for (var i = 0; i < 5; i++)
        {
            var received = await callback.Events.NextAsync($"event {i}");
            order.Add((received.Topic, received.Data.ToStringUtf8()));
        }

        Assert.Equal([("orders", "1"), ("orders", "1"), ("orders", "2")], order.Where(entry => entry.Item1 == "orders"));
        Assert.Equal([("dead", "1"), ("dead", "2")], order.Where(entry => entry.Item1 == "dead"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bulk_ArrivesOverTheStableOrTheAlphaRpc(bool alpha)
    {
        var callback = new TestCallback
        {
            ServesAlpha = alpha,
            Subscriptions = { new TopicSubscription { PubsubName = "pubsub", Topic = "orders", BulkSubscribe = new BulkSubscribeConfig { Enabled = true, MaxMessagesCount = 50 } } },
        };
        await using var app = await GrpcTestApp.StartAsync(callback);
        var endpoint = await _sidecar.AddAsync("shop", app.Port, AppProtocol.Grpc);

        await _sidecar.Client(endpoint).BulkPublishEventAsync("pubsub", "orders", Enumerable.Range(1, 20).ToArray());

        var received = new List<string>();
        while (received.Count < 20)
            received.AddRange((await callback.Bulks.NextAsync("a batch")).Entries.Select(entry => entry.CloudEvent.Data.ToStringUtf8()));
        Assert.Equal(Enumerable.Range(1, 20).Select(number => $"{number}"), received);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NoCloudEvent_ComesWrapped(bool bulk)
    {
        var callback = new TestCallback
        {
            Subscriptions = { new TopicSubscription { PubsubName = "pubsub", Topic = "orders", BulkSubscribe = new BulkSubscribeConfig { Enabled = bulk } } },
        };
        await using var app = await GrpcTestApp.StartAsync(callback);
        var endpoint = await _sidecar.AddAsync("shop", app.Port, AppProtocol.Grpc);
        using var content = new StringContent("no envelope");

        await _sidecar.Http(endpoint).PostAsync("/v1.0/publish/pubsub/orders?metadata.rawPayload=true", content);

        var (id, type, contentType, data) = bulk
            ? Seen((await callback.Bulks.NextAsync("the batch")).Entries.Single().CloudEvent)
            : Seen(await callback.Events.NextAsync("the event"));
        Assert.NotEmpty(id);
        Assert.Equal(("com.dapr.event.sent", "application/octet-stream", "no envelope"), (type, contentType, data.ToStringUtf8()));
    }

    private static (string Id, string Type, string ContentType, ByteString Data) Seen(TopicEventCERequest received) =>
        (received.Id, received.Type, received.DataContentType, received.Data);

    private static (string Id, string Type, string ContentType, ByteString Data) Seen(TopicEventRequest received) =>
        (received.Id, received.Type, received.DataContentType, received.Data);
}
