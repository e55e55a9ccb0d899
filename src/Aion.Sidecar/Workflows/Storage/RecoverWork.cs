using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>Finds everything that the first worker of an app has to do. It is a work so that it has its place among the commits.</summary>
internal sealed class RecoverWork(ICommitSink sink, string app) : WorkflowWork<bool>(sink)
{
    // Stalled instances (8) get a try with every worker that connects.
    private const string Ready =
        """
        SELECT key, id FROM instance WHERE app = ?1 AND outcome IS NULL AND EXISTS (
            SELECT 1 FROM inbox WHERE inbox.instance = instance.key AND (instance.held = 0 OR inbox.wakes = 1 OR instance.status = 8))
        ORDER BY updated
        """;

    protected override bool Store(SqliteDatabase database)
    {
        var statement = database.Prepare(Ready).Bind(1, app);
        while (statement.Step())
            Effects.Ready.Add(new InstanceRef(app, statement.Text(1), statement.Int64(0)));
        Effects.Tasks.AddRange(TaskTable.List(database, app));
        return true;
    }
}
