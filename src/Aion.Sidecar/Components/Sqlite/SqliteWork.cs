namespace Aion.Sidecar.Components.Sqlite;

/// <summary>
/// Something to write. All members are called by the engine's writer, which runs many works in one transaction and then
/// calls exactly one of <see cref="Succeeded"/> and <see cref="Failed"/>.
/// </summary>
internal abstract class SqliteWork
{
    /// <summary>About how many bytes it writes; bounds the size of a transaction.</summary>
    public virtual int Bytes => 256;

    /// <summary>
    /// Writes. May be called again after <see cref="RolledBack"/>, because a work that fails is taken out and its neighbours run
    /// anew; so what it changes in memory has to be undone there.
    /// </summary>
    public abstract void Apply(SqliteDatabase database);

    /// <summary>The transaction that it was applied in did not commit.</summary>
    public virtual void RolledBack()
    {
    }

    /// <summary>What it wrote is durable.</summary>
    public abstract void Succeeded();

    public abstract void Failed(Exception exception);
}
