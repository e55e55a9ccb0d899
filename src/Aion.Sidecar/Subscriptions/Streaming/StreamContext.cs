using System.IO.Pipelines;
using Aion.Sidecar.Components.PubSub;

namespace Aion.Sidecar.Subscriptions.Streaming;

/// <summary>What both sides of a stream work with.</summary>
internal sealed class StreamContext(SubscriptionModel subscription, DeadLetters deadLetters, PipeWriter output, TimeProvider time)
{
    public SubscriptionModel Subscription => subscription;

    public TimeProvider Time => time;

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
