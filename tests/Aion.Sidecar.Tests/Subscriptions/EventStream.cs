using Aion.Testing;
using System.Text;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client.Autogen.Grpc.v1;
using Grpc.Core;
using Generated = Dapr.Client.Autogen.Grpc.v1;
using Status = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Aion.Sidecar.Tests.Subscriptions;

/// <summary>A streaming subscription as an app makes it with Dapr's generated client.</summary>
public sealed class EventStream : IDisposable
{
    private readonly AsyncDuplexStreamingCall<SubscribeTopicEventsRequestAlpha1, SubscribeTopicEventsResponseAlpha1> _call;

    private EventStream(AsyncDuplexStreamingCall<SubscribeTopicEventsRequestAlpha1, SubscribeTopicEventsResponseAlpha1> call) => _call = call;

    public static async Task<EventStream> OpenAsync(
        Generated.Dapr.DaprClient client, string topic, int? maxInFlight = null, string? deadLetterTopic = null, string pubSub = "pubsub")
    {
        var initial = new SubscribeTopicEventsRequestInitialAlpha1 { PubsubName = pubSub, Topic = topic };
        if (maxInFlight is { } window)
            initial.Metadata["maxInFlight"] = $"{window}";
        if (deadLetterTopic is not null)
            initial.DeadLetterTopic = deadLetterTopic;
        var stream = new EventStream(client.SubscribeTopicEventsAlpha1());
        await stream._call.RequestStream.WriteAsync(new SubscribeTopicEventsRequestAlpha1 { InitialRequest = initial });
        Assert.NotNull((await stream.NextAsync("the initial response")).InitialResponse);
        return stream;
    }

    public async Task<TopicEventRequest> NextEventAsync(string expected) => (await NextAsync(expected)).EventMessage;

    public async Task<string> NextDataAsync(string expected) => Encoding.UTF8.GetString((await NextEventAsync(expected)).Data.Span);

    /// <summary>true: the stream ended without an error.</summary>
    public async Task<bool> EndsAsync() => !await _call.ResponseStream.MoveNext(CancellationToken.None).Within30s("the end of the stream");

    public Task AnswerAsync(TopicEventRequest received, Status status = Status.Success) => _call.RequestStream.WriteAsync(
        new SubscribeTopicEventsRequestAlpha1
        {
            EventProcessed = new SubscribeTopicEventsRequestProcessedAlpha1 { Id = received.Id, Status = new TopicEventResponse { Status = status } },
        });

    public Task CompleteAsync() => _call.RequestStream.CompleteAsync();

    public void Dispose() => _call.Dispose();

    private async Task<SubscribeTopicEventsResponseAlpha1> NextAsync(string expected)
    {
        Assert.True(await _call.ResponseStream.MoveNext(CancellationToken.None).Within30s(expected), expected);
        return _call.ResponseStream.Current;
    }
}
