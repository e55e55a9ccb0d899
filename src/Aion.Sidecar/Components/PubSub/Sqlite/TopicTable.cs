using Aion.Sidecar.Components.PubSub.Groups;
using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Components.PubSub.Sqlite;

/// <summary>The SQL of topics and their consumer groups.</summary>
internal static class TopicTable
{
    public static void Create(SqliteDatabase database) => database.Execute(
        """
        CREATE TABLE IF NOT EXISTS pubsub_topic (
            id INTEGER PRIMARY KEY, component TEXT NOT NULL, name TEXT NOT NULL, head INTEGER NOT NULL, UNIQUE (component, name));
        CREATE TABLE IF NOT EXISTS pubsub_group (
            topic INTEGER NOT NULL, name TEXT NOT NULL, delivered INTEGER NOT NULL, outstanding BLOB NOT NULL, PRIMARY KEY (topic, name)) WITHOUT ROWID
        """);

    /// <summary>The component's topics: id, name and the greatest number of messages that are deleted.</summary>
    public static List<(ulong Id, string Name, ulong Head)> Read(SqliteDatabase database, string component)
    {
        var topics = new List<(ulong, string, ulong)>();
        var statement = database.Prepare("SELECT id, name, head FROM pubsub_topic WHERE component = ?1").Bind(1, component);
        while (statement.Step())
        {
            topics.Add(((ulong)statement.Int64(0), statement.Text(1), (ulong)statement.Int64(2)));
        }

        return topics;
    }

    public static List<(string Name, GroupSnapshot Snapshot)> ReadGroups(SqliteDatabase database, ulong topic)
    {
        var groups = new List<(string, GroupSnapshot)>();
        var statement = database.Prepare("SELECT name, delivered, outstanding FROM pubsub_group WHERE topic = ?1").Bind(1, (long)topic);
        while (statement.Step())
        {
            var snapshot = new GroupSnapshot(new Position(topic, (ulong)statement.Int64(1)), OutstandingBlob.Decode(statement.Blob(2), topic));
            groups.Add((statement.Text(0), snapshot));
        }

        return groups;
    }

    public static ulong Insert(SqliteDatabase database, string component, string name)
    {
        var statement = database.Prepare("INSERT INTO pubsub_topic (component, name, head) VALUES (?1, ?2, 0) RETURNING id").Bind(1, component).Bind(2, name);
        statement.Step();
        var id = (ulong)statement.Int64(0);
        statement.Reset();
        return id;
    }

    /// <summary>Keeps the numbering of a topic whose newest messages are about to be deleted.</summary>
    public static void SaveHead(SqliteDatabase database, Position head) =>
        database.Prepare("UPDATE pubsub_topic SET head = ?2 WHERE id = ?1 AND head < ?2").Bind(1, (long)head.High).Bind(2, (long)head.Low).Run();

    public static void SaveGroup(SqliteDatabase database, ulong topic, string name, GroupSnapshot snapshot) =>
        database.Prepare("INSERT INTO pubsub_group (topic, name, delivered, outstanding) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET delivered = ?3, outstanding = ?4")
            .Bind(1, (long)topic).Bind(2, name).Bind(3, (long)snapshot.Delivered.Low).Bind(4, OutstandingBlob.Encode(snapshot.Outstanding)).Run();
}
