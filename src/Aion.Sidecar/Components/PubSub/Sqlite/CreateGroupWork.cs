using Aion.Sidecar.Components.PubSub.Groups;
using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Components.PubSub.Sqlite;

/// <summary>
/// Makes a consumer group that starts at the oldest message kept. Several may be asked for at once: the first one becomes the
/// topic's group, so the group has to be taken from the topic afterwards.
/// </summary>
internal sealed class CreateGroupWork(SqliteTopic topic, string name, Func<SqliteTopic, string, GroupSnapshot, SqliteGroup> create) : SqliteWork<bool>
{
    public override void RolledBack() => topic.RolledBack();

    protected override bool Write(SqliteDatabase database)
    {
        topic.EnsureStored(database);
        if (topic.TryGetGroup(name, out _))
        {
            return false;
        }

        TopicTable.SaveGroup(database, topic.Id, name, Start());
        return true;
    }

    protected override void Committed(bool value)
    {
        topic.Committed([]);
        if (!topic.TryGetGroup(name, out _))
        {
            topic.Add(create(topic, name, Start()));
        }
    }

    private GroupSnapshot Start() => new(new Position(topic.Id, 0), []);
}
