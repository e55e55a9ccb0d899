using Aion.Sidecar.Components.PubSub.Groups;
using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Components.PubSub.Sqlite;

/// <summary>A consumer group of a durable topic.</summary>
internal sealed class SqliteGroup : IGroupLog
{
    private const int PageMessages = 1024;
    private const int PageBytes = 1024 * 1024;

    private readonly SqliteEngine engine;
    private readonly GroupSaver saver;

    public SqliteGroup(SqliteTopic topic, string name, GroupSnapshot snapshot, SqliteEngine engine, GroupSaver saver, TimeProvider timeProvider)
    {
        (Topic, Name, this.engine, this.saver) = (topic, name, engine, saver);
        var cursor = new GroupCursor(snapshot);
        SavedFloor = cursor.Floor;
        Members = new ConsumerGroup(cursor, this, timeProvider);
    }

    public SqliteTopic Topic { get; }

    public string Name { get; }

    public ConsumerGroup Members { get; }

    /// <summary>Every message up to here is done with, and that is durable or in the running transaction. Used by the writer only.</summary>
    public Position SavedFloor { get; set; }

    /// <summary>Whether the saver has it on its list; under the saver's lock.</summary>
    public bool IsQueued { get; set; }

    public bool TryRead(Position after, int maximum, Queue<StoredMessage> into) => Topic.TryRead(after, maximum, into);

    public ValueTask<MessagePage> LoadAsync(Position after, CancellationToken cancellationToken)
    {
        // Asked before reading: what is committed meanwhile lies behind it.
        var through = Topic.Covered();
        var messages = engine.Read(database => MessageTable.Read(database, after, PageMessages, PageBytes));
        return ValueTask.FromResult(new MessagePage(messages, through));
    }

    public void Delivered() => saver.Add(this, isUrgent: false);

    public ValueTask AcknowledgedAsync(IReadOnlyList<PubSubDelivery> deliveries, CancellationToken cancellationToken)
    {
        saver.Add(this, isUrgent: true);
        return ValueTask.CompletedTask;
    }
}
