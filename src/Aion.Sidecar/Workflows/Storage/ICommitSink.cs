namespace Aion.Sidecar.Workflows.Storage;

/// <summary>Hears of every commit, in the order of the commits, on the store's writer: it must not block.</summary>
internal interface ICommitSink
{
    void Committed(CommitEffects effects);
}
