using Aion.Sidecar.CloudEvents;
using Aion.Sidecar.Components.PubSub;

namespace Aion.Sidecar.Subscriptions;

/// <summary>
/// Bytes in a topic that are no envelope. A subscription with rawPayload has them all wrapped; one without gets an envelope
/// around what is no CloudEvent, so that its app sees it, unless it names a dead-letter topic for such.
/// </summary>
internal static class RawMessage
{
    /// <summary>Whether the app gets what is no CloudEvent.</summary>
    public static bool ReachesTheApp(SubscriptionModel subscription) => subscription.IsRaw || subscription.DeadLetterTopic is null;

    /// <summary>The envelope; the same one, id included, each time the message is delivered.</summary>
    public static ReadOnlyMemory<byte> Wrap(SubscriptionModel subscription, PubSubDelivery delivery) =>
        CloudEventWrapper.WrapRaw(delivery.Data, subscription.PubSubName, subscription.Topic, delivery.Id, delivery.Metadata);
}
