using Aion.Sidecar.Components.Sqlite;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>The SQL of the instances that have ended, by the time when they did.</summary>
internal static class EndedTable
{
    /// <summary>All ways to end.</summary>
    public static readonly OrchestrationStatus[] Statuses =
        [OrchestrationStatus.Completed, OrchestrationStatus.Failed, OrchestrationStatus.Terminated, OrchestrationStatus.Canceled];

    /// <summary>The apps that have instances of any kind.</summary>
    public static List<string> Apps(SqliteDatabase database)
    {
        // From one app to the next, which the index finds at once; DISTINCT would read every instance.
        var apps = new List<string>();
        var statement = database.Prepare("SELECT app FROM instance WHERE app > ?1 ORDER BY app LIMIT 1");
        while (statement.Bind(1, apps.Count > 0 ? apps[^1] : "").Step())
        {
            apps.Add(statement.Text(0));
            statement.Reset();
        }

        return apps;
    }

    public static List<InstanceRef> Until(SqliteDatabase database, string app, OrchestrationStatus status, long time, int count)
    {
        var statement = database.Prepare(
            "SELECT key, id FROM instance WHERE app = ?1 AND status = ?2 AND completed <= ?3 ORDER BY completed LIMIT ?4");
        statement.Bind(1, app).Bind(2, (long)status).Bind(3, time).Bind(4, (long)count);
        var ended = new List<InstanceRef>();
        while (statement.Step())
            ended.Add(new InstanceRef(app, statement.Text(1), statement.Int64(0)));
        return ended;
    }

    /// <summary>When the first of them ended, in UTC ticks; null: there is none.</summary>
    public static long? First(SqliteDatabase database, string app, OrchestrationStatus status)
    {
        var statement = database.Prepare("SELECT min(completed) FROM instance WHERE app = ?1 AND status = ?2 AND completed > 0");
        statement.Bind(1, app).Bind(2, (long)status).Step();
        var first = statement.NullableInt64(0);
        statement.Reset();
        return first;
    }
}
