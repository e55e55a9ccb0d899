using System.Globalization;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;
using Aion.Sidecar.Protocol;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Subscriptions.Streaming;

/// <summary>
/// One SubscribeTopicEventsAlpha1 stream. Events are sent ahead of their answers, up to a window of 256 (subscription
/// metadata maxInFlight); one that is answered RETRY holds back those that were not sent yet. Streams of one app compete.
/// What is not settled when the stream ends goes back to the app's group.
/// </summary>
internal sealed class StreamSubscription(SidecarApp app)
{
    private const int DefaultWindow = 256;
    private const int LargestWindow = 10_000;

    public async Task RunAsync(
        IAsyncStreamReader<SubscribeTopicEventsRequestAlpha1> requests, IServerStreamWriter<StreamFrame> responses, ServerCallContext call)
    {
        // 1. The first message says what the app wants.
        var model = await ReadInitialAsync(requests, call.CancellationToken);
        if (!app.Runtime.Components.TryGetPubSub(app.AppId, model.PubSubName, out var pubSub, out var component))
            throw new DaprException(PubSubErrors.NotFound(model.PubSubName));

        // It is listed until the group has everything back.
        try
        {
            // 2. Join the group and say so.
            await using var consumer = await pubSub.SubscribeAsync(
                model.Topic, AppSubscriptions.ConsumerGroup(component, app.AppId), call.CancellationToken);
            await responses.WriteAsync(new StreamFrame(), call.CancellationToken);
            app.Subscriptions.AddStream(model);

            // 3. Send and settle until one side ends.
            await ExchangeAsync(model, pubSub, consumer, requests, responses, call);
        }
        finally
        {
            app.Subscriptions.RemoveStream(model);
        }
    }

    private async Task ExchangeAsync(
        SubscriptionModel model, IPubSub pubSub, IPubSubConsumer consumer, IAsyncStreamReader<SubscribeTopicEventsRequestAlpha1> requests,
        IServerStreamWriter<StreamFrame> responses, ServerCallContext call)
    {
        var options = app.Runtime.Options;
        var dead = new DeadLetters(pubSub, model, options.TimeProvider, options.LoggerFactory.CreateLogger<StreamSubscription>());
        var guard = app.GuardOf(model);
        var context = new StreamContext(model, dead, guard, call.GetHttpContext().Response.BodyWriter, options.TimeProvider);
        var window = new StreamWindow(Window(model), guard);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, app.Stopping);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
        using var sender = new StreamSender(context, consumer, window, responses);
        var sending = sender.RunAsync(stopping.Token);
        var receiving = new StreamReceiver(context, consumer, window, requests).RunAsync(ended.Token);
        try
        {
            await EndAsync(sending, receiving, stopping, window, call.CancellationToken);
        }
        finally
        {
            // Both use the consumer, which the caller is about to dispose.
            await ended.CancelAsync();
            await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task EndAsync(
        Task sending, Task receiving, CancellationTokenSource stopping, StreamWindow window, CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(sending, receiving);
        await stopping.CancelAsync();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (first == receiving || cancellationToken.IsCancellationRequested)
        {
            await receiving;
            return;
        }

        if (!app.Stopping.IsCancellationRequested)
            await sending;
        await DrainAsync(window, receiving);
        throw new RpcException(new Status(StatusCode.Unavailable, "stream closed: the sidecar is stopping"));
    }

    /// <summary>Waits for the answers to what was sent, as long as the sidecar may take to stop.</summary>
    private async Task DrainAsync(StreamWindow window, Task receiving)
    {
        var aborted = Task.Delay(Timeout.Infinite, app.Aborting);
        while (!window.IsEmpty && !receiving.IsCompleted && !aborted.IsCompleted)
        {
            var changed = window.NextChange();
            if (!window.IsEmpty)
                await Task.WhenAny(changed, receiving, aborted);
        }
    }

    private static async ValueTask<SubscriptionModel> ReadInitialAsync(
        IAsyncStreamReader<SubscribeTopicEventsRequestAlpha1> requests, CancellationToken cancellationToken)
    {
        var initial = await requests.MoveNext(cancellationToken) ? requests.Current.InitialRequest : null;
        if (initial is null)
            throw Invalid("initial request is required");
        if (initial.PubsubName.Length == 0)
            throw Invalid("pubsubName is required");
        if (initial.Topic.Length == 0)
            throw Invalid("topic is required");
        return new SubscriptionModel(initial.PubsubName, initial.Topic, SubscriptionKind.Streaming)
        {
            Route = "/",
            DeadLetterTopic = initial.DeadLetterTopic.Length == 0 ? null : initial.DeadLetterTopic,
            Metadata = new Dictionary<string, string>(initial.Metadata, StringComparer.OrdinalIgnoreCase),
        };
    }

    private static int Window(SubscriptionModel model)
    {
        if (!model.Metadata.TryGetValue("maxInFlight", out var text))
            return DefaultWindow;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var window) && window is > 0 and <= LargestWindow
            ? window
            : throw Invalid($"maxInFlight must be a number from 1 to {LargestWindow}: actual is '{text}'");
    }

    private static RpcException Invalid(string reason) => new(new Status(StatusCode.InvalidArgument, reason));
}
