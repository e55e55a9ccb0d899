using Aion.Sidecar.Components.Sqlite;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>Takes the result of an activity; false: nobody waits for it any more.</summary>
internal sealed class CompleteTaskWork(ICommitSink sink, PendingTask task, HistoryEvent result) : WorkflowWork<bool>(sink)
{
    protected override bool Store(SqliteDatabase database)
    {
        if (!TaskTable.TryRemove(database, task))
            return false;
        if (InstanceTable.Find(database, task.Instance.Key) is not { IsCompleted: false } row || task.Turn < row.Run)
            return false;
        InboxTable.Add(database, task.Instance.Key, result);
        if (!row.IsHeld)
            Effects.Ready.Add(task.Instance);
        return true;
    }
}
