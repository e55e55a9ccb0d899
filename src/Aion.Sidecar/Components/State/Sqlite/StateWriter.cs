using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Components.State.Sqlite;

/// <summary>Applies operations to the table. Used by the engine's writer only.</summary>
internal sealed class StateWriter(StateTable table, TimeProvider timeProvider)
{
    private long lastEtag;

    public void Open(SqliteDatabase database)
    {
        table.Create(database);
        lastEtag = table.GreatestEtag(database);
    }

    /// <summary>Applies one operation unless its etag does not match.</summary>
    public StateEtagException? TryApply(SqliteDatabase database, StateOperation operation)
    {
        var now = timeProvider.GetUtcNow();
        if (operation is not { Etag: null or "", FirstWrite: false }
            && StateEtags.Check(operation, table.FindEtag(database, operation.Key, now)) is { } error)
        {
            return error;
        }

        if (operation.Kind == StateOperationKind.Delete)
        {
            table.Delete(database, operation.Key);
        }
        else
        {
            table.Upsert(database, operation, NextEtag(now), now);
        }

        return null;
    }

    public void DeleteExpired(SqliteDatabase database) => table.DeleteExpired(database, timeProvider.GetUtcNow());

    /// <summary>
    /// Microseconds of the clock, but always more than the last: so a key that is deleted and written again, even after a
    /// restart, does not get an etag that it had before.
    /// </summary>
    private long NextEtag(DateTimeOffset now) => lastEtag = Math.Max(lastEtag + 1, now.UtcTicks / TimeSpan.TicksPerMicrosecond);
}
