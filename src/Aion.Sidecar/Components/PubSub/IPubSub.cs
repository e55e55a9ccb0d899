namespace Aion.Sidecar.Components.PubSub;

/// <summary>A pub/sub component: topics, and on each topic consumer groups that see every message once, in order.</summary>
public interface IPubSub
{
    /// <summary>
    /// Appends the messages to the topic in the order given and completes when they are as durable as the component makes
    /// them. The answer has one place for each message: null, or why it was not accepted.
    /// </summary>
    ValueTask<IReadOnlyList<Exception?>> PublishAsync(string topic, IReadOnlyList<PubSubMessage> messages, CancellationToken cancellationToken);

    /// <summary>
    /// Joins a consumer group, creating it at the oldest message kept. Members of one group compete; a member's unacknowledged
    /// deliveries go back to the group when it is disposed or dies.
    /// </summary>
    ValueTask<IPubSubConsumer> SubscribeAsync(string topic, string consumerGroup, CancellationToken cancellationToken);
}
