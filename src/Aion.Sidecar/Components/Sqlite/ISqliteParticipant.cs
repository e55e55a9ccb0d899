namespace Aion.Sidecar.Components.Sqlite;

/// <summary>Adds what it has to every transaction that commits anyway. Called by the engine's writer.</summary>
internal interface ISqliteParticipant
{
    void BeforeCommit(SqliteDatabase database);

    void Committed();

    /// <summary>What was added since the last commit is lost and has to be added again.</summary>
    void RolledBack();
}
