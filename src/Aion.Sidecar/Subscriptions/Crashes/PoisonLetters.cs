using Aion.Sidecar.Components;
using Aion.Sidecar.Components.PubSub;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Subscriptions.Crashes;

/// <summary>Puts events on which an app dies where someone can find them.</summary>
internal sealed class PoisonLetters(string appId, IComponentRegistry components, TimeProvider time, ILogger logger)
{
    /// <summary>Returns when it is durable there. False: the component is not there now.</summary>
    public async ValueTask<bool> TryPutAsync(CrashGuardOptions options, PoisonEvent poison, PubSubDelivery delivery, CancellationToken cancellationToken)
    {
        if (!components.TryGetPubSub(appId, options.PubSubName, out var pubSub, out _))
            return false;
        var queue = new SubscriptionModel(options.PubSubName, options.Topic, SubscriptionKind.Programmatic) { DeadLetterTopic = options.DeadLetterTopic };
        var envelope = EventId.Envelope(options.PubSubName, options.Topic, delivery);
        var letter = delivery with { Data = options.Letter(new CrashingEvent(poison.Id, envelope, poison.Crashes)) };
        await new DeadLetters(pubSub, queue, time, logger).PutAsync(letter, $"app {appId} died {poison.Crashes.Count} times in a row with it", cancellationToken);
        return true;
    }
}
