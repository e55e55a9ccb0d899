using Aion.Sidecar.Components.PubSub;

namespace Aion.Sidecar.Subscriptions.Streaming;

/// <summary>An event that was sent on a stream and is not settled.</summary>
internal sealed class InFlight(PubSubDelivery delivery, string id, long sequence)
{
    public PubSubDelivery Delivery => delivery;

    /// <summary>The id of the CloudEvent, by which the app answers.</summary>
    public string Id => id;

    /// <summary>Place in the order of the topic.</summary>
    public long Sequence => sequence;

    public int Attempt { get; set; } = delivery.Attempt;

    /// <summary>It was answered RETRY at least once: nothing later is sent before it is settled.</summary>
    public bool HoldsBack { get; set; }

    /// <summary>It was answered RETRY and is to be sent again.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>A later event of the same id in flight; answers settle the earlier one first.</summary>
    public InFlight? NextOfSameId { get; set; }
}
