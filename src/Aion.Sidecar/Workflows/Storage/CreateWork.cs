using Aion.Sidecar.Components.Sqlite;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>Starts an instance.</summary>
internal sealed class CreateWork(ICommitSink sink, string app, HistoryEvent start, bool wantsFreshId, DateTime now) : WorkflowWork<CreateResult>(sink)
{
    protected override CreateResult Store(SqliteDatabase database) =>
        InstanceWriter.Create(database, Effects, app, start, received: null, wantsFreshId, now);
}
