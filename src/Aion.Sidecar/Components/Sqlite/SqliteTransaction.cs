namespace Aion.Sidecar.Components.Sqlite;

/// <summary>Runs works in one transaction on the writer's connection.</summary>
internal sealed class SqliteTransaction(SqliteDatabase database, WriteAheadLog log, IReadOnlyList<ISqliteParticipant> participants)
{
    /// <summary>
    /// Commits all works at once. When that fails each is tried alone, so that one that cannot succeed fails only itself.
    /// </summary>
    public void Run(List<SqliteWork> works)
    {
        if (TryCommit(works) is not { } failure)
        {
            return;
        }

        if (works.Count == 1)
        {
            works[0].Failed(failure);
            return;
        }

        foreach (var work in works)
        {
            if (TryCommit([work]) is { } own)
            {
                work.Failed(own);
            }
        }
    }

    private Exception? TryCommit(List<SqliteWork> works)
    {
        var failure = TryCommitOnce(works);
        return failure is StoreException { IsForWantOfSpace: true } && log.TryGiveBack() ? TryCommitOnce(works) : failure;
    }

    private Exception? TryCommitOnce(List<SqliteWork> works)
    {
        try
        {
            database.Prepare("BEGIN IMMEDIATE").Run();
            foreach (var work in works)
            {
                work.Apply(database);
            }

            foreach (var participant in participants)
            {
                participant.BeforeCommit(database);
            }

            database.Prepare("COMMIT").Run();
        }
        catch (Exception exception)
        {
            RollBack(works);
            return exception;
        }

        foreach (var participant in participants)
        {
            participant.Committed();
        }

        var bytes = 0;
        foreach (var work in works)
        {
            bytes += work.Bytes;
            work.Succeeded();
        }

        log.Wrote(bytes);

        return null;
    }

    private void RollBack(List<SqliteWork> works)
    {
        if (database.InTransaction)
        {
            database.Prepare("ROLLBACK").Run();
        }

        foreach (var work in works)
        {
            work.RolledBack();
        }

        foreach (var participant in participants)
        {
            participant.RolledBack();
        }
    }
}
