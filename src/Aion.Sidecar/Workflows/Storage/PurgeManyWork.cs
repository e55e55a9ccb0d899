using Aion.Sidecar.Components.Sqlite;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>Removes the instances of an app that have ended, were created in a span of time and, if any are named, have one of the statuses.</summary>
internal sealed class PurgeManyWork(ICommitSink sink, string app, DateTime from, DateTime to, IReadOnlyCollection<OrchestrationStatus> statuses)
    : WorkflowWork<int>(sink)
{
    protected override int Store(SqliteDatabase database)
    {
        var rows = InstanceTable.ListEnded(database, app, from, to).Where(row => statuses.Count == 0 || statuses.Contains(row.Status)).ToList();
        foreach (var row in rows)
        {
            InstanceTable.Delete(database, row.Instance.Key);
            Effects.Cancelled.Add(row.Instance);
            Effects.Changed.Add(row.Instance);
        }

        return rows.Count;
    }
}
