using Aion.Sidecar.Components.Sqlite;
using DurableTask.Protocol;
using Google.Protobuf;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>The SQL of the activities without a result.</summary>
internal static class TaskTable
{
    public static void Add(SqliteDatabase database, PendingTask task)
    {
        var statement = database.Prepare("INSERT INTO task (instance, id, turn, app, event, shown) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        statement.Bind(1, task.Instance.Key).Bind(2, (long)task.Id).Bind(3, task.Turn).Bind(4, task.App).Bind(5, task.Event.ToByteArray());
        if (task.Shown is { } shown)
            statement.Bind(6, shown.ToByteArray());
        else
            statement.Bind(6, (long?)null);
        statement.Run();
    }

    /// <summary>false: nobody waits for its result.</summary>
    public static bool TryRemove(SqliteDatabase database, PendingTask task)
    {
        var statement = database.Prepare("DELETE FROM task WHERE instance = ?1 AND id = ?2 AND turn = ?3 RETURNING id");
        var isRemoved = statement.Bind(1, task.Instance.Key).Bind(2, (long)task.Id).Bind(3, task.Turn).Step();
        statement.Reset();
        return isRemoved;
    }

    /// <summary>What the workers of an app have to do.</summary>
    public static List<PendingTask> List(SqliteDatabase database, string app)
    {
        var statement = database.Prepare(
            """
            SELECT instance.key, instance.app, instance.id, task.app, task.turn, task.event, task.shown
            FROM task JOIN instance ON instance.key = task.instance WHERE task.app = ?1 ORDER BY task.instance, task.id
            """).Bind(1, app);
        var tasks = new List<PendingTask>();
        while (statement.Step())
        {
            var instance = new InstanceRef(statement.Text(1), statement.Text(2), statement.Int64(0));
            var shown = statement.IsNull(6) ? null : PropagatedHistory.Parser.ParseFrom(statement.Blob(6));
            tasks.Add(new PendingTask(instance, statement.Text(3), statement.Int64(4), HistoryEvent.Parser.ParseFrom(statement.Blob(5)), shown));
        }

        return tasks;
    }

    public static void Clear(SqliteDatabase database, long instance) =>
        database.Prepare("DELETE FROM task WHERE instance = ?1").Bind(1, instance).Run();
}
