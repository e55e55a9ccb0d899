using System.Globalization;
using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Components.State.Sqlite;

/// <summary>The SQL of a state store's table. Times are Unix milliseconds.</summary>
internal sealed class StateTable(string table)
{
    private readonly string select = $"SELECT value, etag, expires FROM {table} WHERE key = ?1 AND (expires IS NULL OR expires > ?2)";
    private readonly string selectEtag = $"SELECT etag FROM {table} WHERE key = ?1 AND (expires IS NULL OR expires > ?2)";
    private readonly string upsert =
        $"INSERT INTO {table} (key, value, etag, expires) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (key) DO UPDATE SET value = ?2, etag = ?3, expires = ?4";

    private readonly string delete = $"DELETE FROM {table} WHERE key = ?1";
    private readonly string deleteExpired = $"DELETE FROM {table} WHERE expires <= ?1";

    public void Create(SqliteDatabase database) => database.Execute(
        $"""
        CREATE TABLE IF NOT EXISTS {table} (key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL, etag INTEGER NOT NULL, expires INTEGER);
        CREATE INDEX IF NOT EXISTS {table}_expires ON {table} (expires) WHERE expires IS NOT NULL
        """);

    public long GreatestEtag(SqliteDatabase database)
    {
        var statement = database.Prepare($"SELECT coalesce(max(etag), 0) FROM {table}");
        statement.Step();
        var etag = statement.Int64(0);
        statement.Reset();
        return etag;
    }

    public StateEntry? Find(SqliteDatabase database, string key, DateTimeOffset now)
    {
        var statement = database.Prepare(select).Bind(1, key).Bind(2, now.ToUnixTimeMilliseconds());
        if (!statement.Step())
        {
            return null;
        }

        var expires = statement.NullableInt64(2) is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : (DateTimeOffset?)null;
        var entry = new StateEntry(statement.Blob(0), statement.Int64(1).ToString(CultureInfo.InvariantCulture), expires);
        statement.Reset();
        return entry;
    }

    public string? FindEtag(SqliteDatabase database, string key, DateTimeOffset now)
    {
        var statement = database.Prepare(selectEtag).Bind(1, key).Bind(2, now.ToUnixTimeMilliseconds());
        if (!statement.Step())
        {
            return null;
        }

        var etag = statement.Int64(0).ToString(CultureInfo.InvariantCulture);
        statement.Reset();
        return etag;
    }

    public void Upsert(SqliteDatabase database, StateOperation operation, long etag, DateTimeOffset now)
    {
        var expires = operation.TimeToLive is { } life && life > TimeSpan.Zero ? (now + life).ToUnixTimeMilliseconds() : (long?)null;
        database.Prepare(upsert).Bind(1, operation.Key).Bind(2, operation.Value.Span).Bind(3, etag).Bind(4, expires).Run();
    }

    public void Delete(SqliteDatabase database, string key) => database.Prepare(delete).Bind(1, key).Run();

    public void DeleteExpired(SqliteDatabase database, DateTimeOffset now) => database.Prepare(deleteExpired).Bind(1, now.ToUnixTimeMilliseconds()).Run();
}
