using Aion.Sidecar.Components.PubSub;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Subscriptions;

/// <summary>Puts events that a subscription is done with, but without success, where someone can find them.</summary>
internal sealed class DeadLetters(IPubSub pubSub, SubscriptionModel subscription, TimeProvider time, ILogger logger)
{
    public bool HasTopic => subscription.DeadLetterTopic is not null;

    /// <summary>
    /// Completes when the event is durable on the dead-letter topic of the same component, as it was published but for its
    /// expiration, which would take it from there too. Without such a topic it is logged.
    /// </summary>
    public async ValueTask PutAsync(PubSubDelivery delivery, string reason, CancellationToken cancellationToken)
    {
        if (subscription.DeadLetterTopic is not { } topic)
        {
            Log.Dropped(logger, delivery.Id, subscription.Topic, reason);
            return;
        }

        Log.DeadLetter(logger, delivery.Id, subscription.Topic, topic, reason);
        var message = new PubSubMessage(WithoutExpiration.Of(delivery.Data), WithoutExpiration.Of(delivery.Metadata));
        for (var attempt = 1; !await TryPublishAsync(topic, message, delivery, cancellationToken); attempt++)
            await Task.Delay(RetrySchedule.Delay(attempt), time, cancellationToken);
    }

    private async ValueTask<bool> TryPublishAsync(string topic, PubSubMessage message, PubSubDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            var failures = await pubSub.PublishAsync(topic, [message], cancellationToken);
            return failures[0] is null ? true : throw failures[0]!;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.DeadLetterFailed(logger, delivery.Id, subscription.Topic, topic, error);
            return false;
        }
    }
}
