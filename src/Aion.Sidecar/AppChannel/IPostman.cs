using Aion.Sidecar.Components.PubSub;

namespace Aion.Sidecar.AppChannel;

/// <summary>Brings events to the app and says what became of them. It never throws for what the app or the network does.</summary>
internal interface IPostman : IDisposable
{
    ValueTask<DeliveryResult> DeliverAsync(PubSubDelivery delivery, CancellationToken cancellationToken);

    /// <summary>One call for all; <paramref name="results"/> has one place for each delivery.</summary>
    ValueTask DeliverBulkAsync(IReadOnlyList<PubSubDelivery> deliveries, Memory<DeliveryResult> results, CancellationToken cancellationToken);
}
