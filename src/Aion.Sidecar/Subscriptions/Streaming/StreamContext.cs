using System.IO.Pipelines;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Subscriptions.Crashes;

namespace Aion.Sidecar.Subscriptions.Streaming;

/// <summary>What both sides of a stream work with.</summary>
internal sealed class StreamContext(
    SubscriptionModel subscription, DeadLetters deadLetters, CrashGuard? guard, PipeWriter output, TimeProvider time)
{
    public SubscriptionModel Subscription => subscription;

    public TimeProvider Time => time;

    public bool IsGuarded => guard is not null;

    /// <summary>The app died with it, and gets it alone.</summary>
    public bool IsSuspect(PubSubDelivery delivery) => guard?.IsSuspect(delivery) == true;

    /// <summary>Keeps from the app what it died on too often. False: it is to get the event.</summary>
    public async ValueTask<bool> TrySetAsideAsync(IPubSubConsumer consumer, PubSubDelivery delivery, CancellationToken cancellationToken)
    {
        if (guard?.IsPoison(delivery) != true)
            return false;
        await guard.SetAsideAsync(delivery, cancellationToken);
        await consumer.AcknowledgeAsync([delivery], cancellationToken);
        return true;
    }

    /// <summary>Whether an event that came back this often is to come again.</summary>
    public bool MayRetry(int attempt) => !deadLetters.HasTopic || attempt < RetrySchedule.DeliveriesBeforeDeadLetter;

    /// <summary>Ends the event without success: to the dead-letter topic if there is one, and off the queue.</summary>
    public async ValueTask DropAsync(IPubSubConsumer consumer, PubSubDelivery delivery, string reason, CancellationToken cancellationToken)
    {
        await deadLetters.PutAsync(delivery, reason, cancellationToken);
        await consumer.AcknowledgeAsync([delivery], cancellationToken);
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken) => await output.FlushAsync(cancellationToken);
}
