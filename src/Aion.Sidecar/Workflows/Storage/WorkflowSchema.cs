using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>
/// The tables of workflows.db. Times are UTC ticks; events are DurableTask messages. instance.held: only events that wake
/// (resume, terminate) give it a turn, because it is suspended or stalled or its start is not due. A timer of id -1 is such a start.
/// instance.run: the turn that its present run began with; before it is what it did until it continued as new.
/// </summary>
internal static class WorkflowSchema
{
    public const int StartTimer = -1;

    /// <summary>The version of these tables. Files without one are of the first.</summary>
    public const long Version = 1;

    /// <exception cref="StoreException">A newer version wrote the file: what is in it may mean something else there.</exception>
    public static void Open(SqliteDatabase database, string path)
    {
        var statement = database.Prepare("PRAGMA user_version");
        statement.Step();
        var version = statement.Int64(0);
        statement.Reset();
        if (version > Version)
        {
            throw new StoreException(
                $"{path}: a newer version of this program wrote it (its format is {version}, this version knows {Version}); "
                + "start the newer version again, or move the file away to start without its workflows",
                code: 0);
        }

        Create(database);
        if (version != Version)
            database.Execute($"PRAGMA user_version = {Version}");
    }

    private static void Create(SqliteDatabase database) => database.Execute(
        """
        CREATE TABLE IF NOT EXISTS instance (
            key INTEGER PRIMARY KEY AUTOINCREMENT, app TEXT NOT NULL, id TEXT NOT NULL, turn INTEGER NOT NULL,
            status INTEGER NOT NULL, held INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,
            run INTEGER NOT NULL, started INTEGER, completed INTEGER, execution TEXT NOT NULL, version TEXT, custom TEXT,
            start BLOB NOT NULL, outcome BLOB, received BLOB);
        CREATE UNIQUE INDEX IF NOT EXISTS instance_id ON instance (app, id);
        CREATE INDEX IF NOT EXISTS instance_stalled ON instance (app) WHERE status = 8;
        CREATE INDEX IF NOT EXISTS instance_ended ON instance (app, status, completed) WHERE completed IS NOT NULL;
        CREATE TABLE IF NOT EXISTS history (
            instance INTEGER NOT NULL, turn INTEGER NOT NULL, events BLOB NOT NULL, PRIMARY KEY (instance, turn)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS inbox (
            instance INTEGER NOT NULL, seq INTEGER NOT NULL, wakes INTEGER NOT NULL, event BLOB NOT NULL,
            PRIMARY KEY (instance, seq)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS task (
            instance INTEGER NOT NULL, id INTEGER NOT NULL, turn INTEGER NOT NULL, app TEXT NOT NULL, event BLOB NOT NULL, shown BLOB,
            PRIMARY KEY (instance, id, turn)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS task_app ON task (app);
        CREATE TABLE IF NOT EXISTS timer (
            instance INTEGER NOT NULL, id INTEGER NOT NULL, due INTEGER NOT NULL, event BLOB NOT NULL,
            PRIMARY KEY (instance, id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS timer_due ON timer (due)
        """);
}
