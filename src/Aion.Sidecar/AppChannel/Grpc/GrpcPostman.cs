using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Protocol;
using Aion.Sidecar.Subscriptions;
using Aion.Sidecar.Subscriptions.Events;
using Google.Protobuf;
using Grpc.Core;

namespace Aion.Sidecar.AppChannel.Grpc;

/// <summary>Brings events to AppCallback.OnTopicEvent and OnBulkTopicEvent.</summary>
internal sealed class GrpcPostman(GrpcAppChannel channel, SubscriptionModel subscription) : IPostman
{
    private static readonly Method<EncodedMessage, TopicEventResponse> OnTopicEvent = new(
        MethodType.Unary,
        "dapr.proto.runtime.v1.AppCallback",
        "OnTopicEvent",
        EncodedMessage.Marshaller,
        Marshallers.Create(response => response.ToByteArray(), TopicEventResponse.Parser.ParseFrom));

    private readonly TopicEventEncoder _encoder = new(TopicEventLayout.Single);
    private readonly BulkRequestBuilder _bulk = new(subscription);
    private readonly EncodedMessage _message = new();

    public async ValueTask<DeliveryResult> DeliverAsync(PubSubDelivery delivery, CancellationToken cancellationToken)
    {
        if (!_encoder.TryEncode(subscription, delivery))
            return DeliveryResult.NoEnvelope;
        if (_encoder.Expiration < channel.Time.GetUtcNow())
            return DeliveryResult.Expired;
        _encoder.AddSubscription(subscription);
        _message.Bytes = _encoder.Written;
        try
        {
            var response = await channel.CallAsync(
                async token => await channel.Calls.AsyncUnaryCall(OnTopicEvent, null, new CallOptions(channel.Headers(), cancellationToken: token), _message),
                cancellationToken);
            return Result(response.Status);
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            return Failure(error);
        }
    }

    public async ValueTask DeliverBulkAsync(
        IReadOnlyList<PubSubDelivery> deliveries, Memory<DeliveryResult> results, CancellationToken cancellationToken)
    {
        var request = _bulk.Build(deliveries, results.Span, channel.Time);
        if (request.Entries.Count == 0)
            return;
        try
        {
            var response = await channel.CallAsync(token => CallBulkAsync(request, token), cancellationToken);
            SetResults(response, deliveries, results.Span);
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            Fill(results.Span, Failure(error));
        }
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _bulk.Dispose();
    }

    /// <summary>Apps built before the rpc was stable know only the alpha one.</summary>
    private async Task<TopicEventBulkResponse> CallBulkAsync(TopicEventBulkRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await new AppCallback.AppCallbackClient(channel.Calls)
                .OnBulkTopicEventAsync(request, channel.Headers(), cancellationToken: cancellationToken);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            return await new AppCallbackAlpha.AppCallbackAlphaClient(channel.Calls)
                .OnBulkTopicEventAlpha1Async(request, channel.Headers(), cancellationToken: cancellationToken);
        }
    }

    private static void SetResults(TopicEventBulkResponse response, IReadOnlyList<PubSubDelivery> deliveries, Span<DeliveryResult> results)
    {
        var statuses = new Dictionary<string, DeliveryResult>(StringComparer.Ordinal);
        foreach (var status in response.Statuses)
            statuses[status.EntryId] = Result(status.Status);
        for (var i = 0; i < results.Length; i++)
        {
            if (results[i].Outcome == DeliveryOutcome.Success)
                results[i] = statuses.GetValueOrDefault(deliveries[i].Id, DeliveryResult.Retry("the app's answer has no status for it"));
        }
    }

    private static void Fill(Span<DeliveryResult> results, DeliveryResult result)
    {
        foreach (ref var place in results)
        {
            if (place.Outcome == DeliveryOutcome.Success)
                place = result;
        }
    }

    private static DeliveryResult Result(TopicEventResponse.Types.TopicEventResponseStatus status) => status switch
    {
        TopicEventResponse.Types.TopicEventResponseStatus.Success => DeliveryResult.Success,
        TopicEventResponse.Types.TopicEventResponseStatus.Drop => DeliveryResult.Drop("the app answered DROP"),
        TopicEventResponse.Types.TopicEventResponseStatus.Retry => DeliveryResult.Retry("the app answered RETRY"),
        _ => DeliveryResult.Retry($"the app answered the unknown status {(int)status}"),
    };

    private static DeliveryResult Failure(RpcException error)
    {
        if (error.StatusCode == StatusCode.Unimplemented)
            return DeliveryResult.Drop("the app does not implement it");
        var reason = $"the app answered {error.StatusCode}: {error.Status.Detail}";
        if (GrpcAppChannel.IsUnreachable(error))
            return DeliveryResult.Unreachable(reason);
        // A status that the app sent has no exception of the connection behind it.
        return error.Status.DebugException is null ? DeliveryResult.Retry(reason) : DeliveryResult.Broken(reason);
    }
}
