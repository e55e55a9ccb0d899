using System.Text;
using System.Text.Json;
using Aion.Sidecar.Tests.Hosting;
using Aion.Sidecar.Tests.Subscriptions;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;

namespace Aion.Sidecar.Tests.Api;

public sealed class PublishTests : IAsyncLifetime
{
    private readonly SidecarFixture _sidecar = new();
    private HttpTestApp _app = null!;
    private SidecarEndpoint _endpoint = null!;

    public async Task InitializeAsync()
    {
        await _sidecar.InitializeAsync();
        _app = await HttpTestApp.StartAsync("""[{"pubsubname":"pubsub","topic":"t","route":"/t"}]""");
        _endpoint = await _sidecar.AddAsync("app", _app.Port);
    }

    public async Task DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task CloudEvent_Complete_PassesThroughByteForByteBesideWhatIsOurs()
    {
        const string sent = """{ "id":"1","source":"s","type":"x","specversion":"1.0","time":"2026-01-01T00:00:00Z","traceid":"t","traceparent":"p","tracestate":"s","topic":"old", "data":{"big":12345678901234567890.10,"s":"\u00e4"} ,"pubsubname":"old" }""";

        var received = await PublishAsync(sent, "application/cloudevents+json");

        Assert.Equal("12345678901234567890.10", received.GetProperty("data").GetProperty("big").GetRawText());
        Assert.Equal(("t", "pubsub", "1", "p"), (Text(received, "topic"), Text(received, "pubsubname"), Text(received, "id"), Text(received, "traceparent")));
        Assert.Equal(received.EnumerateObject().Count(), received.EnumerateObject().Select(property => property.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"topic":"old"}""")]
    [InlineData("""{"source":null,"x":1}""")]
    [InlineData(" {\"pubsubname\" : \"old\" , \"topic\":\"older\"}\n")]
    public async Task CloudEvent_WithGaps_GetsTheMissingAttributes(string sent)
    {
        var received = await PublishAsync(sent, "application/cloudevents+json; charset=utf-8");

        Assert.Equal(("Dapr", "com.dapr.event.sent", "1.0"), (Text(received, "source"), Text(received, "type"), Text(received, "specversion")));
        Assert.Equal(("t", "pubsub"), (Text(received, "topic"), Text(received, "pubsubname")));
        Assert.True(DateTimeOffset.TryParse(Text(received, "time"), out _));
        Assert.NotEmpty(Text(received, "id"));
        Assert.Equal(Text(received, "traceid"), Text(received, "traceparent"));
    }

    [Fact]
    public async Task CloudEvent_WithATraceparent_KeepsIt()
    {
        const string parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        var received = await PublishAsync($$"""{"traceparent":"{{parent}}"}""", "application/cloudevents+json");

        Assert.Equal((parent, parent), (Text(received, "traceparent"), Text(received, "traceid")));
    }

    [Theory]
    [InlineData("text/plain", "hello", "\"hello\"", "data")]
    [InlineData("application/json", "{\"a\":1.50}", "{\"a\":1.50}", "data")]
    [InlineData("application/json", "{broken", "\"{broken\"", "data")]
    [InlineData("application/octet-stream", "hello", "\"aGVsbG8=\"", "data_base64")]
    [InlineData("application/xml", "<a/>", "\"<a/>\"", "data")]
    [InlineData("", "plain", "\"plain\"", "data")]
    public async Task Data_OfAnyContentType_IsWrapped(string contentType, string sent, string expected, string property)
    {
        var received = await PublishAsync(sent, contentType);

        Assert.Equal(expected, received.GetProperty(property).GetRawText());
        Assert.Equal(contentType.Length == 0 ? "text/plain" : contentType, Text(received, "datacontenttype"));
    }

    [Fact]
    public async Task Metadata_WithOverrides_ChangesTheEnvelope()
    {
        var received = await PublishAsync(
            "x", "text/plain", "?metadata.cloudevent.id=my-id&metadata.cloudevent.type=my-type&metadata.cloudevent.source=me&metadata.cloudevent.subject=sub&metadata.ttlInSeconds=100");

        Assert.Equal(("my-id", "my-type", "me", "sub"), (Text(received, "id"), Text(received, "type"), Text(received, "source"), Text(received, "subject")));
        Assert.True(DateTimeOffset.Parse(Text(received, "expiration")) > DateTimeOffset.Parse(Text(received, "time")));
    }

    [Fact]
    public async Task BulkOverHttp_ArrivesInOrder()
    {
        using var content = new StringContent(
            """
            [{"entryID":"1","event":"one","contenttype":"text/plain"},{"entryId":"2","event":{"n":2},"contentType":"application/json"},
             {"entryId":"3","event":{"id":"three","data":3},"contentType":"application/cloudevents+json"},
             {"entryId":"4","event":"Zm91cg==","contentType":"application/octet-stream","metadata":{"cloudevent.id":"four"}}]
            """, Encoding.UTF8, "application/json");

        var response = await _sidecar.Http(_endpoint).PostAsync("/v1.0-alpha1/publish/bulk/pubsub/t", content);

        Assert.Equal(204, (int)response.StatusCode);
        Assert.Equal("one", Text((await _app.Received.NextAsync("1")).Body, "data"));
        Assert.Equal(2, (await _app.Received.NextAsync("2")).Body.GetProperty("data").GetProperty("n").GetInt32());
        Assert.Equal("three", Text((await _app.Received.NextAsync("3")).Body, "id"));
        var fourth = (await _app.Received.NextAsync("4")).Body;
        Assert.Equal(("four", "Zm91cg=="), (Text(fourth, "id"), Text(fourth, "data_base64")));
    }

    [Fact]
    public async Task Bulk_WithADuplicateEntryId_IsRefusedOverGrpc()
    {
        var request = new BulkPublishRequest { PubsubName = "pubsub", Topic = "t" };
        request.Entries.Add([Entry("1"), Entry("1")]);

        var error = await Assert.ThrowsAsync<RpcException>(() => _sidecar.Raw(_endpoint).BulkPublishEventAsync(request).ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal("error marshaling events to bytes for topic t pubsub pubsub. error: entryId is duplicated or not present for entry", error.Status.Detail);
    }

    [Theory]
    [InlineData("nope", "t", StatusCode.InvalidArgument, "pubsub nope is not found")]
    [InlineData("", "t", StatusCode.InvalidArgument, "pubsub name is empty")]
    [InlineData("pubsub", "", StatusCode.InvalidArgument, "topic is empty in pubsub pubsub")]
    public async Task Publish_ToNowhere_IsDaprsErrorOverGrpc(string pubSub, string topic, StatusCode code, string message)
    {
        var request = new PublishEventRequest { PubsubName = pubSub, Topic = topic };

        var error = await Assert.ThrowsAsync<RpcException>(() => _sidecar.Raw(_endpoint).PublishEventAsync(request).ResponseAsync);

        Assert.Equal((code, message), (error.StatusCode, error.Status.Detail));
        Assert.NotNull(error.Trailers.GetValueBytes("grpc-status-details-bin"));
    }

    [Fact]
    public async Task Expired_Event_GoesToTheDeadLetterTopic()
    {
        var client = _sidecar.Raw(_endpoint);
        using var dead = await EventStream.OpenAsync(client, "dead");
        using var stream = await EventStream.OpenAsync(client, "late", deadLetterTopic: "dead");

        await client.PublishEventAsync(new PublishEventRequest
        {
            PubsubName = "pubsub",
            Topic = "late",
            DataContentType = "application/cloudevents+json",
            Data = ByteString.CopyFromUtf8("""{"id":"old","expiration":"2020-01-01T00:00:00Z","data":"x"}"""),
        });

        Assert.Equal("old", (await dead.NextEventAsync("the expired event")).Id);
    }

    private static BulkPublishRequestEntry Entry(string id) => new() { EntryId = id, ContentType = "text/plain", Event = ByteString.CopyFromUtf8("x") };

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private async Task<JsonElement> PublishAsync(string body, string contentType, string query = "")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (contentType.Length > 0)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        var response = await _sidecar.Http(_endpoint).PostAsync($"/v1.0/publish/pubsub/t{query}", content);
        Assert.Equal(204, (int)response.StatusCode);
        return (await _app.Received.NextAsync("the event")).Body;
    }
}
