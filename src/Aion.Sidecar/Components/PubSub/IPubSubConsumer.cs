namespace Aion.Sidecar.Components.PubSub;

/// <summary>One member of a consumer group. Not safe for concurrent receives; acknowledging is safe at any time.</summary>
public interface IPubSubConsumer : IAsyncDisposable
{
    /// <summary>
    /// Waits for at least one message and takes up to <paramref name="max"/>, oldest first. A message taken is this member's
    /// until it is acknowledged, released or the member is disposed.
    /// </summary>
    ValueTask<IReadOnlyList<PubSubDelivery>> ReceiveAsync(int max, CancellationToken cancellationToken);

    /// <summary>Takes the deliveries off the group's queue. Becomes durable soon; a crash before that delivers them again.</summary>
    ValueTask AcknowledgeAsync(IReadOnlyList<PubSubDelivery> deliveries, CancellationToken cancellationToken);

    /// <summary>Gives the deliveries back; they come again, with a higher attempt, before any later message of the group.</summary>
    ValueTask ReleaseAsync(IReadOnlyList<PubSubDelivery> deliveries, CancellationToken cancellationToken);

    /// <summary>As <see cref="ReleaseAsync"/>, for deliveries that were taken ahead and never handed to anybody: their attempt does not count.</summary>
    ValueTask ReleaseUnseenAsync(IReadOnlyList<PubSubDelivery> deliveries);
}
