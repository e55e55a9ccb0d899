namespace Aion.Sidecar.Components.Sqlite;

/// <summary>A work that nobody waits for and that is done again later when it fails.</summary>
internal sealed class MaintenanceWork(Action<SqliteDatabase> write) : SqliteWork
{
    public override void Apply(SqliteDatabase database) => write(database);

    public override void Succeeded()
    {
    }

    public override void Failed(Exception exception)
    {
    }
}
