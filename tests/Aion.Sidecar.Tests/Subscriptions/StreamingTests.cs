using System.Collections.Concurrent;
using System.Text;
using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;
using Status = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Aion.Sidecar.Tests.Subscriptions;

public sealed class StreamingTests : IAsyncLifetime
{
    private readonly SidecarFixture _sidecar = new();

    public Task InitializeAsync() => _sidecar.InitializeAsync();

    public Task DisposeAsync() => _sidecar.DisposeAsync();

    [Fact]
    public async Task Event_WithEveryKindOfAttribute_ArrivesInItsFields()
    {
        var client = _sidecar.Raw(await _sidecar.AddAsync("kanban"));
        using var stream = await EventStream.OpenAsync(client, "queue");
        const string json = """
            {"id":"e-1","source":"/line/1","type":"aion.kanban.v1","specversion":"1.0","datacontenttype":"application/json",
             "text":"a \"quoted\" \u00e4","number":1.5,"yes":true,"nothing":{"deep":[1,"two",false,null,{"x":{}}]},"empty":[],
             "long":"LONG","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","data":{"a":[1, 2]}}
            """;

        await client.PublishEventAsync(Envelope("queue", json.Replace("LONG", new string('x', 5000), StringComparison.Ordinal)));
        var received = await stream.NextEventAsync("the event");

        Assert.Equal(("e-1", "/line/1", "aion.kanban.v1", "1.0"), (received.Id, received.Source, received.Type, received.SpecVersion));
        Assert.Equal(("application/json", "queue", "pubsub", "/"), (received.DataContentType, received.Topic, received.PubsubName, received.Path));
        Assert.Equal("""{"a":[1, 2]}""", received.Data.ToStringUtf8());
        var fields = received.Extensions.Fields;
        Assert.Equal("a \"quoted\" ä", fields["text"].StringValue);
        Assert.Equal(1.5, fields["number"].NumberValue);
        Assert.True(fields["yes"].BoolValue);
        Assert.Equal("two", fields["nothing"].StructValue.Fields["deep"].ListValue.Values[1].StringValue);
        Assert.Empty(fields["empty"].ListValue.Values);
        Assert.Equal(5000, fields["long"].StringValue.Length);
        Assert.Equal("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", fields["traceparent"].StringValue);
        Assert.Equal("queue", fields["topic"].StringValue);
        Assert.False(fields.ContainsKey("data"));
    }

    [Fact]
    public async Task Window_IsFull_HoldsTheRestUntilAnswered()
    {
        var client = _sidecar.Raw(await _sidecar.AddAsync("kanban"));
        using var stream = await EventStream.OpenAsync(client, "queue", maxInFlight: 3);
        await PublishAsync(client, 1, 10);
        var received = new List<TopicEventRequest>();
        for (var i = 0; i < 3; i++)
            received.Add(await stream.NextEventAsync($"event {i}"));

        var fourth = stream.NextDataAsync("the fourth event");
        await Task.Delay(100);
        Assert.False(fourth.IsCompleted);
        await stream.AnswerAsync(received[1]);

        Assert.Equal("4", await fourth);
    }

    [Fact]
    public async Task Retry_OfOne_ComesAgainBeforeAnyLaterEvent()
    {
        var client = _sidecar.Raw(await _sidecar.AddAsync("kanban"));
        using var stream = await EventStream.OpenAsync(client, "queue", maxInFlight: 2);
        await PublishAsync(client, 1, 4);
        var first = await stream.NextEventAsync("1");
        var second = await stream.NextEventAsync("2");

        await stream.AnswerAsync(first, Status.Retry);
        await stream.AnswerAsync(second);

        var again = await stream.NextEventAsync("1 again");
        Assert.Equal("1", again.Data.ToStringUtf8());
        await stream.AnswerAsync(again);
        Assert.Equal("3", await stream.NextDataAsync("3"));
        Assert.Equal("4", await stream.NextDataAsync("4"));
    }

    [Fact]
    public async Task Stream_EndsWithUnansweredEvents_TheNextStreamGetsThemInOrder()
    {
        var client = _sidecar.Raw(await _sidecar.AddAsync("kanban"));
        using (var stream = await EventStream.OpenAsync(client, "queue"))
        {
            await PublishAsync(client, 1, 5);
            await stream.AnswerAsync(await stream.NextEventAsync("1"));
            for (var i = 2; i <= 5; i++)
                await stream.NextEventAsync($"{i}");
            await stream.CompleteAsync();
            Assert.True(await stream.EndsAsync());
        }

        using var next = await EventStream.OpenAsync(client, "queue");
        for (var i = 2; i <= 5; i++)
            Assert.Equal($"{i}", await next.NextDataAsync($"{i} again"));
    }

    [Fact]
    public async Task TwoStreams_OfOneApp_Compete()
    {
        var client = _sidecar.Raw(await _sidecar.AddAsync("kanban"));
        using var one = await EventStream.OpenAsync(client, "queue", maxInFlight: 1);
        using var two = await EventStream.OpenAsync(client, "queue", maxInFlight: 1);

        await PublishAsync(client, 1, 2);

        string[] both = [await one.NextDataAsync("one"), await two.NextDataAsync("two")];
        Assert.Equal(["1", "2"], both.Order());
    }

    [Fact]
    public async Task Drop_WithDeadLetterTopic_EndsThere()
    {
        var client = _sidecar.Raw(await _sidecar.AddAsync("kanban"));
        using var stream = await EventStream.OpenAsync(client, "queue", deadLetterTopic: "dead");
        using var dead = await EventStream.OpenAsync(client, "dead");
        await PublishAsync(client, 1, 1);

        await stream.AnswerAsync(await stream.NextEventAsync("1"), Status.Drop);

        Assert.Equal("1", await dead.NextDataAsync("the dead letter"));
    }

    [Fact]
    public async Task NoCloudEvent_BetweenEvents_ComesWrappedAndStopsNothing()
    {
        var client = _sidecar.Raw(await _sidecar.AddAsync("kanban"));
        using var stream = await EventStream.OpenAsync(client, "queue");
        var poison = Envelope("queue", "{ no json");
        poison.Metadata["rawPayload"] = "true";

        await PublishAsync(client, 1, 1);
        await client.PublishEventAsync(poison);
        await PublishAsync(client, 2, 2);
        await client.PublishEventAsync(poison);

        Assert.Equal("1", await stream.NextDataAsync("1"));
        var wrapped = await stream.NextEventAsync("the first poison");
        Assert.Equal(("{ no json", "application/octet-stream", "com.dapr.event.sent"), (wrapped.Data.ToStringUtf8(), wrapped.DataContentType, wrapped.Type));
        Assert.Equal("2", await stream.NextDataAsync("2"));
        Assert.NotEqual(wrapped.Id, (await stream.NextEventAsync("the second poison")).Id);
    }

    [Fact]
    public async Task NoCloudEvent_AnsweredRetry_ComesAgainAsTheSameEvent()
    {
        var client = _sidecar.Raw(await _sidecar.AddAsync("kanban"));
        using var stream = await EventStream.OpenAsync(client, "queue");
        var poison = Envelope("queue", "{ no json");
        poison.Metadata["rawPayload"] = "true";
        await client.PublishEventAsync(poison);

        var first = await stream.NextEventAsync("the poison");
        await stream.AnswerAsync(first, Status.Retry);
        var second = await stream.NextEventAsync("the poison again");
        await stream.AnswerAsync(second);
        await PublishAsync(client, 1, 1);

        Assert.Equal(first, second);
        Assert.Equal("1", await stream.NextDataAsync("1"));
    }

    [Fact]
    public async Task NoCloudEvent_WithDeadLetterTopic_EndsThere()
    {
        var client = _sidecar.Raw(await _sidecar.AddAsync("kanban"));
        using var stream = await EventStream.OpenAsync(client, "queue", deadLetterTopic: "dead");
        using var dead = await EventStream.OpenAsync(client, "dead");
        var poison = Envelope("queue", "{ no json");
        poison.Metadata["rawPayload"] = "true";

        await client.PublishEventAsync(poison);
        await PublishAsync(client, 1, 1);

        Assert.Equal("{ no json", await dead.NextDataAsync("the dead letter"));
        Assert.Equal("1", await stream.NextDataAsync("1"));
    }

    [Fact]
    public async Task ManyEvents_ThroughASmallWindow_ArriveInOrder()
    {
        const int count = 3000;
        var client = _sidecar.Raw(await _sidecar.AddAsync("kanban"));
        using var stream = await EventStream.OpenAsync(client, "queue", maxInFlight: 16);
        var publishing = PublishAsync(client, 1, count);

        for (var i = 1; i <= count; i++)
        {
            var received = await stream.NextEventAsync($"event {i}");
            Assert.Equal($"{i}", received.Data.ToStringUtf8());
            await stream.AnswerAsync(received);
        }

        await publishing;
    }

    [Fact]
    public async Task Stream_WithoutInitialRequest_IsRefused()
    {
        var client = _sidecar.Raw(await _sidecar.AddAsync("kanban"));
        using var call = client.SubscribeTopicEventsAlpha1();
        await call.RequestStream.WriteAsync(new SubscribeTopicEventsRequestAlpha1 { EventProcessed = new SubscribeTopicEventsRequestProcessedAlpha1() });

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal("initial request is required", error.Status.Detail);
    }

    [Fact]
    public async Task Stream_OpenedAgainAndAgain_CountsOnlyWhatItSent()
    {
        var client = _sidecar.Raw(await _sidecar.AddAsync("kanban"));
        const int events = 8;
        foreach (var number in Enumerable.Range(1, events))
            await PublishLargeAsync(client, number);

        // What the client does not read fills the buffers of the connection: the last events are taken ahead and never written.
        for (var round = 0; round < 6; round++)
        {
            using (var broken = await EventStream.OpenAsync(client, "queue", deadLetterTopic: "dead"))
                Assert.Equal("1", (await broken.NextEventAsync("the first event")).Id);

            // Until the sidecar has noticed the end, both streams would share the queue.
            await Eventually.HoldsAsync(async () => (await client.GetMetadataAsync(new GetMetadataRequest())).Subscriptions.Count == 0, "the stream has ended");
        }

        using var stream = await EventStream.OpenAsync(client, "queue", deadLetterTopic: "dead");
        foreach (var number in Enumerable.Range(1, events - 1))
        {
            var received = await stream.NextEventAsync($"event {number}");
            Assert.Equal($"{number}", received.Id);
            await stream.AnswerAsync(received);
        }

        var last = await stream.NextEventAsync("the last event");
        await stream.AnswerAsync(last, Status.Retry);

        Assert.Equal(last.Id, (await stream.NextEventAsync("the last event again")).Id);
    }

    [Fact]
    public async Task RemoveApp_WithAnOpenStream_LeavesNoTaskBehind()
    {
        var unobserved = new ConcurrentQueue<string>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs e) => unobserved.Enqueue(e.Exception.ToString());
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            using (var stream = await EventStream.OpenAsync(_sidecar.Raw(await _sidecar.AddAsync("kanban")), "queue"))
            {
                await _sidecar.Host.RemoveAppAsync("kanban").Within30s("the app is removed");
                await Assert.ThrowsAsync<RpcException>(() => stream.EndsAsync());
            }

            for (var n = 0; n < 20; n++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                await Task.Delay(10);
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        Assert.DoesNotContain(unobserved, text => text.Contains(nameof(Aion.Sidecar.Subscriptions.Streaming.StreamReceiver), StringComparison.Ordinal));
    }

    private static async Task PublishLargeAsync(Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient client, int number) =>
        await client.PublishEventAsync(new PublishEventRequest
        {
            PubsubName = "pubsub",
            Topic = "queue",
            DataContentType = "application/cloudevents+json",
            Data = ByteString.CopyFromUtf8(
                $$"""{"id":"{{number}}","type":"t","source":"s","specversion":"1.0","datacontenttype":"text/plain","data":"{{new string('x', 1_000_000)}}"}"""),
        });

    private static async Task PublishAsync(Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient client, int first, int last)
    {
        foreach (var chunk in Enumerable.Range(first, last - first + 1).Chunk(200))
        {
            var request = new BulkPublishRequest { PubsubName = "pubsub", Topic = "queue" };
            foreach (var number in chunk)
            {
                request.Entries.Add(new BulkPublishRequestEntry
                {
                    EntryId = $"{number}",
                    ContentType = "application/cloudevents+json",
                    Event = ByteString.CopyFrom($$"""{"id":"{{number}}","type":"t","source":"s","datacontenttype":"application/json","data":{{number}}}""", Encoding.UTF8),
                });
            }

            Assert.Empty((await client.BulkPublishEventAsync(request)).FailedEntries);
        }
    }

    private static PublishEventRequest Envelope(string topic, string json) =>
        new() { PubsubName = "pubsub", Topic = topic, DataContentType = "application/cloudevents+json", Data = ByteString.CopyFromUtf8(json) };
}
