using Aion.Sidecar.Components.Sqlite;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>Gives an instance an event from outside.</summary>
internal sealed class AddEventWork(ICommitSink sink, string app, string id, HistoryEvent message) : WorkflowWork<AddEventResult>(sink)
{
    protected override AddEventResult Store(SqliteDatabase database) =>
        InstanceWriter.AddEvent(database, Effects, app, id, executionId: null, message);
}
