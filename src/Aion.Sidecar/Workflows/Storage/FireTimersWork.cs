using Aion.Sidecar.Components.Sqlite;
using Google.Protobuf.WellKnownTypes;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>Gives their events to the instances whose timers are due, and answers when the next one is; null: there is none.</summary>
internal sealed class FireTimersWork(ICommitSink sink, DateTime now) : WorkflowWork<long?>(sink)
{
    private const int MostInTransaction = 1000;

    protected override long? Store(SqliteDatabase database)
    {
        foreach (var (key, id, message) in TimerTable.Due(database, now.Ticks, MostInTransaction))
        {
            TimerTable.Take(database, key, id);
            if (InstanceTable.Find(database, key) is not { } row)
                continue;
            message.Timestamp = Timestamp.FromDateTime(now);
            if (id == WorkflowSchema.StartTimer)
            {
                InboxTable.Restart(database, key, [message]);
                InstanceTable.Release(database, key);
                Effects.Ready.Add(row.Instance);
            }
            else
            {
                InboxTable.Add(database, key, message);
                if (!row.IsHeld)
                    Effects.Ready.Add(row.Instance);
            }
        }

        return TimerTable.Next(database);
    }
}
