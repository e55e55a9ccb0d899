using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>Removes an instance, and on demand its descendants; those that have not ended only by force.</summary>
internal sealed class PurgeWork(ICommitSink sink, string app, string id, bool isRecursive, bool isForced) : WorkflowWork<PurgeResult>(sink)
{
    protected override PurgeResult Store(SqliteDatabase database)
    {
        if (InstanceTable.Find(database, app, id) is not { } row)
            return new PurgeResult(0, Exists: false, IsActive: false);
        if (!row.IsCompleted && !isForced)
            return new PurgeResult(0, Exists: true, IsActive: true);
        return new PurgeResult(Purge(database, row.Instance), Exists: true, IsActive: false);
    }

    private int Purge(SqliteDatabase database, InstanceRef instance)
    {
        var count = 1;
        var children = isRecursive ? InstanceWriter.Children(database, instance) : [];
        InstanceTable.Delete(database, instance.Key);
        Effects.Cancelled.Add(instance);
        Effects.Changed.Add(instance);
        foreach (var child in children)
        {
            if (InstanceTable.Find(database, child.App, child.Id) is { } row && (row.IsCompleted || isForced))
                count += Purge(database, row.Instance);
        }

        return count;
    }
}
