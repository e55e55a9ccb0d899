using Aion.Sidecar.Components.PubSub;

namespace Aion.Sidecar.Subscriptions.Crashes;

/// <summary>An event that the app has, or had when its process ended, and did not answer.</summary>
/// <param name="Position">Its place in the topic: the component's own id of it.</param>
/// <param name="Sequence">Greater than those of all that were handed over before.</param>
/// <param name="Delivery">The event; null when it was handed over by an earlier host.</param>
/// <param name="StoredId">Its id as it was stored; null: it is read from the event.</param>
internal sealed record HandedEvent(string Position, long Sequence, PubSubDelivery? Delivery, string? StoredId = null);
