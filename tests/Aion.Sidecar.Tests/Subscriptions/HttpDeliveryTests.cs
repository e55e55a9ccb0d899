using System.Text;
using System.Text.Json;
using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Subscriptions;

public sealed class HttpDeliveryTests : IAsyncLifetime
{
    private const string Orders = """[{"pubsubname":"pubsub","topic":"orders","route":"/orders"}]""";
    private const string OrdersWithDead = """[{"pubsubname":"pubsub","topic":"orders","route":"/orders","deadLetterTopic":"dead"},{"pubsubname":"pubsub","topic":"dead","routes":{"default":"/dead"}}]""";

    private readonly SidecarFixture _sidecar = new();

    public Task InitializeAsync() => _sidecar.InitializeAsync();

    public Task DisposeAsync() => _sidecar.DisposeAsync();

    [Fact]
    public async Task Publish_OfJson_ArrivesInAnEnvelope()
    {
        await using var app = await HttpTestApp.StartAsync(Orders);
        var endpoint = await _sidecar.AddAsync("shop", app.Port);

        await _sidecar.Client(endpoint).PublishEventAsync("pubsub", "orders", new { id = 7 });
        var posted = await app.Received.NextAsync("the event");

        Assert.Equal("/orders", posted.Path);
        Assert.Equal("application/cloudevents+json", posted.ContentType);
        Assert.Equal(7, posted.Body.GetProperty("data").GetProperty("id").GetInt32());
        Assert.Equal("shop", posted.Body.GetProperty("source").GetString());
        Assert.Equal("com.dapr.event.sent", posted.Body.GetProperty("type").GetString());
        Assert.Equal("1.0", posted.Body.GetProperty("specversion").GetString());
        Assert.Equal("application/json", posted.Body.GetProperty("datacontenttype").GetString());
        Assert.Equal("orders", posted.Body.GetProperty("topic").GetString());
        Assert.Equal("pubsub", posted.Body.GetProperty("pubsubname").GetString());
        Assert.NotEmpty(posted.Body.GetProperty("id").GetString()!);
        Assert.Equal(posted.Body.GetProperty("traceid").GetString(), posted.Headers["traceparent"]);
    }

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    public async Task Publish_OfDeepJson_ArrivesInItsEnvelope(int depth)
    {
        await using var app = await HttpTestApp.StartAsync(Orders);
        var endpoint = await _sidecar.AddAsync("shop", app.Port);
        var deep = new string('[', depth) + new string(']', depth);

        using var content = new StringContent(deep, Encoding.UTF8, "application/json");
        (await _sidecar.Http(endpoint).PostAsync("/v1.0/publish/pubsub/orders", content)).EnsureSuccessStatusCode();
        var posted = await app.Received.NextAsync("the event");

        Assert.Equal("shop", posted.Body.GetProperty("source").GetString());
        Assert.Equal(deep, posted.Body.GetProperty("data").ToString());
    }

    [Fact]
    public async Task Publish_BeforeTheAppIsUp_ArrivesWhenItIs()
    {
        var first = await HttpTestApp.StartAsync(Orders);
        var endpoint = await _sidecar.AddAsync("shop", first.Port);
        var client = _sidecar.Client(endpoint);
        await client.PublishEventAsync("pubsub", "orders", 1);
        await first.Received.NextAsync("the first event");
        await first.DisposeAsync();

        await client.PublishEventAsync("pubsub", "orders", 2);
        await using var second = await HttpTestApp.StartAsync(Orders, first.Port);

        Assert.Equal(2, (await second.Received.NextAsync("the event of the time between")).Body.GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task App_RestartsWithOtherSubscriptions_GetsThose()
    {
        var first = await HttpTestApp.StartAsync(Orders);
        var endpoint = await _sidecar.AddAsync("shop", first.Port);
        var client = _sidecar.Client(endpoint);
        await client.PublishEventAsync("pubsub", "orders", 1);
        await first.Received.NextAsync("the first event");
        await first.DisposeAsync();
        await Eventually.HoldsAsync(async () => !await HasSubscriptionsAsync(endpoint), "the app is seen to be down");

        await using var second = await HttpTestApp.StartAsync(Orders.Replace("orders", "returns", StringComparison.Ordinal), first.Port);
        await client.PublishEventAsync("pubsub", "returns", 3);

        Assert.Equal("/returns", (await second.Received.NextAsync("the event of the new subscription")).Path);
    }

    [Theory]
    [InlineData(200, """{"status":"RETRY"}""")]
    [InlineData(500, "")]
    [InlineData(200, """{"status":"WHAT"}""")]
    public async Task Retry_OfTheFirst_HoldsBackTheSecond(int status, string body)
    {
        await using var app = await HttpTestApp.StartAsync(Orders);
        var failures = 2;
        app.Answer = posted => posted.Body.GetProperty("data").GetInt32() == 1 && failures-- > 0 ? (status, body) : (200, "");
        var endpoint = await _sidecar.AddAsync("shop", app.Port);
        var client = _sidecar.Client(endpoint);

        await client.PublishEventAsync("pubsub", "orders", 1);
        await client.PublishEventAsync("pubsub", "orders", 2);

        var order = new List<int>();
        for (var i = 0; i < 4; i++)
            order.Add((await app.Received.NextAsync($"delivery {i}")).Body.GetProperty("data").GetInt32());
        Assert.Equal([1, 1, 1, 2], order);
    }

    [Theory]
    [InlineData(200, """{"status":"DROP"}""", 1)]
    [InlineData(404, "", 1)]
    [InlineData(500, "", 5)]
    public async Task Failure_WithDeadLetterTopic_EndsThere(int status, string body, int deliveries)
    {
        await using var app = await HttpTestApp.StartAsync(OrdersWithDead);
        app.Answer = posted => posted.Path == "/orders" ? (status, body) : (200, "");
        var endpoint = await _sidecar.AddAsync("shop", app.Port);

        await _sidecar.Client(endpoint).PublishEventAsync("pubsub", "orders", "bad");

        for (var i = 0; i < deliveries; i++)
            Assert.Equal("/orders", (await app.Received.NextAsync($"delivery {i}")).Path);
        var dead = await app.Received.NextAsync("the dead letter");
        Assert.Equal("/dead", dead.Path);
        Assert.Equal("bad", dead.Body.GetProperty("data").GetString());
    }

    [Fact]
    public async Task Bulk_WithMixedAnswers_RetriesOnlyWhatAskedForIt()
    {
        await using var app = await HttpTestApp.StartAsync(
            """[{"pubsubname":"pubsub","topic":"orders","route":"/bulk","bulkSubscribe":{"enabled":true,"maxMessagesCount":10}}]""");
        var open = new TaskCompletionSource();
        app.Gate = open.Task;
        var calls = 0;
        app.Answer = posted => (200, Statuses(posted.Body, number => Interlocked.Increment(ref calls) > 0 && number == 3 && calls < 6 ? "RETRY" : "SUCCESS"));
        var endpoint = await _sidecar.AddAsync("shop", app.Port);
        var client = _sidecar.Client(endpoint);
        await client.PublishEventAsync("pubsub", "orders", 1);
        var first = await app.Received.NextAsync("the first batch");

        await client.BulkPublishEventAsync("pubsub", "orders", new[] { 2, 3, 4 });
        open.SetResult();

        var second = await app.Received.NextAsync("the second batch");
        var third = await app.Received.NextAsync("the retried entry");
        Assert.Equal([1], Numbers(first.Body));
        Assert.Equal("application/json", second.ContentType);
        Assert.Equal("com.dapr.event.sent.bulk", second.Body.GetProperty("type").GetString());
        Assert.Equal("application/cloudevents+json", second.Body.GetProperty("entries")[0].GetProperty("contentType").GetString());
        Assert.Equal([2, 3, 4], Numbers(second.Body));
        Assert.Equal([3], Numbers(third.Body));
    }

    [Fact]
    public async Task RawPayload_OnASubscriptionThatWantsIt_IsWrapped()
    {
        await using var app = await HttpTestApp.StartAsync(
            """[{"pubsubname":"pubsub","topic":"orders","route":"/raw","metadata":{"rawPayload":"true"}}]""");
        var endpoint = await _sidecar.AddAsync("shop", app.Port);
        using var content = new StringContent("no envelope");

        await _sidecar.Http(endpoint).PostAsync("/v1.0/publish/pubsub/orders?metadata.rawPayload=true", content);

        var posted = await app.Received.NextAsync("the event");
        Assert.Equal("no envelope"u8.ToArray(), posted.Body.GetProperty("data_base64").GetBytesFromBase64());
    }

    [Theory]
    [InlineData("no envelope")]
    [InlineData("[1]")]
    [InlineData("")]
    public async Task NoCloudEvent_ComesWrapped(string text)
    {
        await using var app = await HttpTestApp.StartAsync(Orders);
        var endpoint = await _sidecar.AddAsync("shop", app.Port);

        await PublishRawAsync(endpoint, text);
        await _sidecar.Client(endpoint).PublishEventAsync("pubsub", "orders", 2);

        AssertWraps(text, (await app.Received.NextAsync("what is no event")).Body);
        Assert.Equal(2, (await app.Received.NextAsync("the event")).Body.GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task NoCloudEvent_InABulk_ComesWrapped()
    {
        await using var app = await HttpTestApp.StartAsync(
            """[{"pubsubname":"pubsub","topic":"orders","route":"/bulk","bulkSubscribe":{"enabled":true,"maxMessagesCount":10}}]""");
        var endpoint = await _sidecar.AddAsync("shop", app.Port);

        await PublishRawAsync(endpoint, "no envelope");

        var entry = (await app.Received.NextAsync("the batch")).Body.GetProperty("entries")[0];
        Assert.Equal("application/cloudevents+json", entry.GetProperty("contentType").GetString());
        AssertWraps("no envelope", entry.GetProperty("event"));
    }

    [Fact]
    public async Task NoCloudEvent_WithDeadLetterTopic_EndsThere()
    {
        await using var app = await HttpTestApp.StartAsync(OrdersWithDead);
        var endpoint = await _sidecar.AddAsync("shop", app.Port);

        await PublishRawAsync(endpoint, "no envelope");

        var dead = await app.Received.NextAsync("the dead letter");
        Assert.Equal("/dead", dead.Path);
        AssertWraps("no envelope", dead.Body, "dead");
    }

    private async Task PublishRawAsync(SidecarEndpoint endpoint, string text)
    {
        using var content = new StringContent(text);
        using var response = await _sidecar.Http(endpoint).PostAsync("/v1.0/publish/pubsub/orders?metadata.rawPayload=true", content);
        Assert.Equal(System.Net.HttpStatusCode.NoContent, response.StatusCode);
    }

    private static void AssertWraps(string text, JsonElement envelope, string topic = "orders")
    {
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(envelope.GetProperty("data_base64").GetBytesFromBase64()));
        Assert.Equal("application/octet-stream", envelope.GetProperty("datacontenttype").GetString());
        Assert.Equal("com.dapr.event.sent", envelope.GetProperty("type").GetString());
        Assert.Equal(("pubsub", topic), (envelope.GetProperty("pubsubname").GetString(), envelope.GetProperty("topic").GetString()));
        Assert.NotEmpty(envelope.GetProperty("id").GetString()!);
    }

    private static int[] Numbers(JsonElement bulk) =>
        [.. bulk.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("event").GetProperty("data").GetInt32())];

    private static string Statuses(JsonElement bulk, Func<int, string> status) => JsonSerializer.Serialize(new
    {
        statuses = bulk.GetProperty("entries").EnumerateArray().Select(entry => new
        {
            entryId = entry.GetProperty("entryId").GetString(),
            status = status(entry.GetProperty("event").GetProperty("data").GetInt32()),
        }),
    });

    private async Task<bool> HasSubscriptionsAsync(SidecarEndpoint endpoint)
    {
        var metadata = await _sidecar.Http(endpoint).GetStringAsync("/v1.0/metadata");
        return metadata.Contains("\"subscriptions\"", StringComparison.Ordinal);
    }
}
