using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>A transaction of the workflow store.</summary>
internal abstract class WorkflowWork<T>(ICommitSink sink) : SqliteWork<T>
{
    protected CommitEffects Effects { get; } = new();

    protected sealed override T Write(SqliteDatabase database)
    {
        // A work is applied again when a neighbour in its transaction failed.
        Effects.Clear();
        return Store(database);
    }

    protected abstract T Store(SqliteDatabase database);

    protected override void Committed(T value) => sink.Committed(Effects);
}
