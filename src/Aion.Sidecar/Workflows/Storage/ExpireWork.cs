using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>Removes instances whose time after their end is over, and answers when the next one goes; null: there is none.</summary>
internal sealed class ExpireWork(ICommitSink sink, InstanceRetention retention, DateTime now) : WorkflowWork<long?>(sink)
{
    private const int MostInTransaction = 100;

    // Their histories may be long: other work shall not wait for more than one batch.
    public override int Bytes => MostInTransaction * 4096;

    protected override long? Store(SqliteDatabase database)
    {
        long? next = null;
        foreach (var app in EndedTable.Apps(database))
        {
            foreach (var status in EndedTable.Statuses)
            {
                if (retention.Of(app, status) is not { } span)
                    continue;
                foreach (var instance in EndedTable.Until(database, app, status, now.Ticks - span.Ticks, MostInTransaction - Effects.Changed.Count))
                    Remove(database, instance);
                if (EndedTable.First(database, app, status) is { } first && InstanceRetention.Due(first, span) is var due)
                    next = Math.Min(next ?? due, due);
            }
        }

        return next;
    }

    private void Remove(SqliteDatabase database, InstanceRef instance)
    {
        InstanceTable.Delete(database, instance.Key);
        Effects.Cancelled.Add(instance);
        Effects.Changed.Add(instance);
    }
}
