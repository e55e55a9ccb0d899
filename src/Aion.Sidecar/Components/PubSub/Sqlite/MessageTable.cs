using System.Text.Json;
using Aion.Sidecar.Components.PubSub.Groups;
using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Components.PubSub.Sqlite;

/// <summary>
/// The SQL of messages. A message's row id is its topic's id and its number in the topic, so that the rows of a topic lie
/// together in order, an append touches one page, and no index has to be kept. Times are Unix milliseconds.
/// </summary>
internal static class MessageTable
{
    /// <summary>A topic numbers up to 2^40 messages; at 100,000 per second that is four months of full load.</summary>
    private const int SequenceBits = 40;

    private static readonly Dictionary<string, string> NoMetadata = [];

    public static void Create(SqliteDatabase database) => database.Execute(
        """
        CREATE TABLE IF NOT EXISTS pubsub_message (
            id INTEGER PRIMARY KEY, published INTEGER NOT NULL, expires INTEGER, data BLOB NOT NULL, metadata TEXT);
        CREATE INDEX IF NOT EXISTS pubsub_message_expires ON pubsub_message (expires) WHERE expires IS NOT NULL
        """);

    public static void Insert(SqliteDatabase database, StoredMessage message, DateTimeOffset now) =>
        database.Prepare("INSERT INTO pubsub_message (id, published, expires, data, metadata) VALUES (?1, ?2, ?3, ?4, ?5)")
            .Bind(1, RowId(message.Position))
            .Bind(2, now.ToUnixTimeMilliseconds())
            .Bind(3, message.ExpiresAt?.ToUnixTimeMilliseconds())
            .Bind(4, message.Data.Span)
            .Bind(5, message.Metadata.Count == 0 ? null : JsonSerializer.Serialize(message.Metadata))
            .Run();

    /// <summary>Messages of the topic after the position, oldest first, until one of the limits is reached.</summary>
    public static List<StoredMessage> Read(SqliteDatabase database, Position after, int maximum, int maximumBytes)
    {
        var messages = new List<StoredMessage>();
        var statement = database.Prepare("SELECT id, expires, data, metadata FROM pubsub_message WHERE id > ?1 AND id < ?2 ORDER BY id")
            .Bind(1, RowId(after)).Bind(2, EndOf(after.High));
        var bytes = 0;
        while (messages.Count < maximum && bytes < maximumBytes && statement.Step())
        {
            var message = new StoredMessage(PositionOf(statement.Int64(0)), statement.Blob(2), ReadMetadata(statement), ReadExpiry(statement));
            messages.Add(message);
            bytes += message.Data.Length;
        }

        statement.Reset();
        return messages;
    }

    /// <summary>The greatest number of the topic's messages; 0: it has none.</summary>
    public static ulong GreatestSequence(SqliteDatabase database, ulong topic)
    {
        var statement = database.Prepare("SELECT max(id) FROM pubsub_message WHERE id > ?1 AND id < ?2")
            .Bind(1, RowId(new Position(topic, 0))).Bind(2, EndOf(topic));
        statement.Step();
        var sequence = statement.NullableInt64(0) is { } id ? PositionOf(id).Low : 0;
        statement.Reset();
        return sequence;
    }

    public static void DeleteThrough(SqliteDatabase database, Position position) =>
        database.Prepare("DELETE FROM pubsub_message WHERE id > ?1 AND id <= ?2")
            .Bind(1, RowId(new Position(position.High, 0))).Bind(2, RowId(position)).Run();

    /// <summary>Deletes from the topic's beginning what was published before the time.</summary>
    public static void DeletePublishedBefore(SqliteDatabase database, ulong topic, DateTimeOffset time) =>
        database.Prepare(
            """
            DELETE FROM pubsub_message WHERE id > ?1 AND id < coalesce(
                (SELECT id FROM pubsub_message WHERE id > ?1 AND id < ?2 AND published >= ?3 ORDER BY id LIMIT 1), ?2)
            """)
            .Bind(1, RowId(new Position(topic, 0))).Bind(2, EndOf(topic)).Bind(3, time.ToUnixTimeMilliseconds()).Run();

    public static void DeleteExpired(SqliteDatabase database, DateTimeOffset now) =>
        database.Prepare("DELETE FROM pubsub_message WHERE expires <= ?1").Bind(1, now.ToUnixTimeMilliseconds()).Run();

    private static long RowId(Position position) => ((long)position.High << SequenceBits) | (long)position.Low;

    private static long EndOf(ulong topic) => (long)(topic + 1) << SequenceBits;

    private static Position PositionOf(long id) => new((ulong)(id >> SequenceBits), (ulong)(id & ((1L << SequenceBits) - 1)));

    private static DateTimeOffset? ReadExpiry(SqliteStatement row) =>
        row.NullableInt64(1) is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;

    private static Dictionary<string, string> ReadMetadata(SqliteStatement row) =>
        row.IsNull(3) ? NoMetadata : JsonSerializer.Deserialize<Dictionary<string, string>>(row.Text(3)) ?? NoMetadata;
}
