using Aion.Sidecar.Components.PubSub.Groups;
using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Components.PubSub.Sqlite;

/// <summary>Makes a consumer group that starts at the oldest message kept.</summary>
internal sealed class CreateGroupWork(SqliteTopic topic, string name, Func<SqliteTopic, string, GroupSnapshot, SqliteGroup> create) : SqliteWork<SqliteGroup>
{
    public override void RolledBack() => topic.RolledBack();

    protected override SqliteGroup Write(SqliteDatabase database)
    {
        topic.EnsureStored(database);
        if (topic.TryGetGroup(name, out var existing))
        {
            return existing;
        }

        var snapshot = new GroupSnapshot(new Position(topic.Id, 0), []);
        TopicTable.SaveGroup(database, topic.Id, name, snapshot);
        return create(topic, name, snapshot);
    }

    protected override void Committed(SqliteGroup value)
    {
        topic.Add(value);
        topic.Committed([]);
    }
}
