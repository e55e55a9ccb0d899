using Aion.Sidecar.Components.PubSub;

namespace Aion.Sidecar.Subscriptions;

/// <summary>Takes events from a consumer group and brings them to the app, one at a time or in bulk.</summary>
internal interface IDeliveryLoop
{
    /// <param name="consumer">This subscription's member of the group.</param>
    /// <param name="stopping">Take no more and return once what was given to the app is settled.</param>
    /// <param name="abort">Give up at once; what is not settled goes back to the group.</param>
    Task RunAsync(IPubSubConsumer consumer, CancellationToken stopping, CancellationToken abort);
}
