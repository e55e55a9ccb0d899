using System.Collections.Concurrent;

namespace Aion.Sidecar.Components.PubSub.InMemory;

/// <summary>pubsub.in-memory: topics that live until the process ends.</summary>
internal sealed class InMemoryPubSub(TimeProvider timeProvider) : IPubSub
{
    private readonly ConcurrentDictionary<string, InMemoryTopic> topics = new(StringComparer.Ordinal);

    public ValueTask<IReadOnlyList<Exception?>> PublishAsync(string topic, IReadOnlyList<PubSubMessage> messages, CancellationToken cancellationToken) =>
        ValueTask.FromResult(TopicOf(topic).Publish(messages));

    public ValueTask<IPubSubConsumer> SubscribeAsync(string topic, string consumerGroup, CancellationToken cancellationToken) =>
        ValueTask.FromResult(TopicOf(topic).Join(consumerGroup));

    private InMemoryTopic TopicOf(string name) => topics.GetOrAdd(name, static (_, clock) => new InMemoryTopic(clock), timeProvider);
}
