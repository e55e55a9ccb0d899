using Aion.Sidecar.Components.PubSub.Groups;
using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Components.PubSub.Sqlite;

/// <summary>Appends the messages of one call to a topic.</summary>
internal sealed class PublishWork(SqliteTopic topic, IReadOnlyList<PubSubMessage> messages, TimeProvider timeProvider) : SqliteWork<IReadOnlyList<Exception?>>
{
    private readonly List<StoredMessage> stored = new(messages.Count);

    public override int Bytes
    {
        get
        {
            var bytes = 0;
            foreach (var message in messages)
            {
                bytes += message.Data.Length + 64;
            }

            return bytes;
        }
    }

    public override void RolledBack() => topic.RolledBack();

    protected override IReadOnlyList<Exception?> Write(SqliteDatabase database)
    {
        var now = timeProvider.GetUtcNow();
        var errors = new Exception?[messages.Count];
        stored.Clear();
        topic.EnsureStored(database);
        for (var i = 0; i < messages.Count; i++)
        {
            if (!MessageLife.TryReadExpiry(messages[i], now, out var expiresAt))
            {
                errors[i] = MessageLife.InvalidExpiry(messages[i]);
                continue;
            }

            var message = new StoredMessage(topic.NextPosition(), messages[i].Data, messages[i].Metadata, expiresAt);
            MessageTable.Insert(database, message, now);
            stored.Add(message);
        }

        return errors;
    }

    protected override void Committed(IReadOnlyList<Exception?> value) => topic.Committed(stored);
}
