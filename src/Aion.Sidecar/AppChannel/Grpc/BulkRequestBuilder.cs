using Aion.Sidecar.CloudEvents;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Protocol;
using Aion.Sidecar.Subscriptions;
using Aion.Sidecar.Subscriptions.Events;
using Google.Protobuf;

namespace Aion.Sidecar.AppChannel.Grpc;

/// <summary>Makes the request of a bulk delivery over gRPC.</summary>
internal sealed class BulkRequestBuilder(SubscriptionModel subscription) : IDisposable
{
    private readonly TopicEventEncoder _encoder = new(TopicEventLayout.BulkEntry);

    /// <summary>The request with the deliveries that the app is to get; the others have their result already.</summary>
    public TopicEventBulkRequest Build(IReadOnlyList<PubSubDelivery> deliveries, Span<DeliveryResult> results, TimeProvider time)
    {
        var request = new TopicEventBulkRequest
        {
            Id = Guid.NewGuid().ToString(),
            Topic = subscription.Topic,
            PubsubName = subscription.PubSubName,
            Type = "com.dapr.event.sent.bulk",
            Path = subscription.Route,
        };
        for (var i = 0; i < deliveries.Count; i++)
        {
            if (Entry(deliveries[i], time, out results[i]) is { } entry)
                request.Entries.Add(entry);
        }

        return request;
    }

    public void Dispose() => _encoder.Dispose();

    private TopicEventBulkRequestEntry? Entry(PubSubDelivery delivery, TimeProvider time, out DeliveryResult result)
    {
        result = default;
        var entry = new TopicEventBulkRequestEntry { EntryId = delivery.Id };
        foreach (var (key, value) in delivery.Metadata)
            entry.Metadata[key] = value;
        if (subscription.IsRaw)
        {
            entry.Bytes = UnsafeByteOperations.UnsafeWrap(delivery.Data);
            entry.ContentType = ContentTypes.OctetStream;
            return entry;
        }

        if (!_encoder.TryEncode(subscription, delivery))
        {
            result = DeliveryResult.NoEnvelope;
            return null;
        }

        if (_encoder.Expiration < time.GetUtcNow())
        {
            result = DeliveryResult.Expired;
            return null;
        }

        entry.CloudEvent = TopicEventCERequest.Parser.ParseFrom(_encoder.Written.Span);
        entry.ContentType = ContentTypes.CloudEvents;
        return entry;
    }
}
