using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Actors.Reminders;

/// <summary>A change of the reminders' table and, once it is durable, of what is in memory: both in the order of the commits.</summary>
/// <param name="write">Changes the table; false: nothing is to be changed.</param>
/// <param name="committed">Changes what is in memory.</param>
internal sealed class ReminderWork(Func<SqliteDatabase, bool> write, Action committed) : SqliteWork<bool>
{
    protected override bool Write(SqliteDatabase database) => write(database);

    protected override void Committed(bool value)
    {
        if (value)
            committed();
    }
}
