using Aion.Sidecar.Components.PubSub.Groups;

namespace Aion.Sidecar.Components.PubSub.InMemory;

/// <summary>A topic and its consumer groups, kept until every group is done with a message.</summary>
internal sealed class InMemoryTopic(TimeProvider timeProvider)
{
    /// <summary>A topic that nobody consumes keeps this many messages for the first group that comes.</summary>
    private const int KeptWithoutGroup = 10_000;

    /// <summary>Above this a group has stopped consuming; publishing fails, because dropping would be silent.</summary>
    private const int MostKept = 1_000_000;

    private readonly Lock gate = new();
    private readonly MessageTail messages = new();
    private readonly Dictionary<string, ConsumerGroup> groups = new(StringComparer.Ordinal);
    private ulong last;

    public IReadOnlyList<Exception?> Publish(IReadOnlyList<PubSubMessage> published)
    {
        var results = new Exception?[published.Count];
        ConsumerGroup[] readers;
        lock (gate)
        {
            var now = timeProvider.GetUtcNow();
            for (var i = 0; i < published.Count; i++)
            {
                results[i] = Append(published[i], now);
            }

            readers = [.. groups.Values];
        }

        foreach (var group in readers)
        {
            group.Pulse();
        }

        return results;
    }

    public IPubSubConsumer Join(string name)
    {
        lock (gate)
        {
            if (!groups.TryGetValue(name, out var group))
            {
                var before = new Position(0, (messages.First?.Position.Low ?? last + 1) - 1);
                group = new ConsumerGroup(new GroupCursor(new GroupSnapshot(before, [])), new Log(this), timeProvider);
                groups.Add(name, group);
            }

            return group.Join();
        }
    }

    private Exception? Append(PubSubMessage message, DateTimeOffset now)
    {
        if (!MessageLife.TryReadExpiry(message, now, out var expiresAt))
        {
            return MessageLife.InvalidExpiry(message);
        }

        if (messages.Count >= MostKept)
        {
            return new InvalidOperationException($"the topic holds {MostKept} messages that a consumer group has not acknowledged; a group has stopped consuming");
        }

        messages.Append(new StoredMessage(new Position(0, ++last), message.Data, message.Metadata, expiresAt));
        if (groups.Count == 0 && messages.Count > KeptWithoutGroup)
        {
            messages.RemoveFirst();
        }

        return null;
    }

    private void Trim()
    {
        // A group's lock is taken before the topic's, never after it.
        ConsumerGroup[] readers;
        lock (gate)
        {
            readers = [.. groups.Values];
        }

        var floor = readers.Min(group => group.Read(cursor => cursor.Floor));
        lock (gate)
        {
            if (readers.Length == groups.Count)
            {
                messages.RemoveThrough(floor);
            }
        }
    }

    private sealed class Log(InMemoryTopic topic) : IGroupLog
    {
        public bool TryRead(Position after, int maximum, Queue<StoredMessage> into)
        {
            lock (topic.gate)
            {
                topic.messages.CopyAfter(after, maximum, into);
                return true;
            }
        }

        public ValueTask<MessagePage> LoadAsync(Position after, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Every message of an in-memory topic is in memory.");

        public void Delivered()
        {
        }

        public ValueTask AcknowledgedAsync(IReadOnlyList<PubSubDelivery> deliveries, CancellationToken cancellationToken)
        {
            topic.Trim();
            return ValueTask.CompletedTask;
        }
    }
}
