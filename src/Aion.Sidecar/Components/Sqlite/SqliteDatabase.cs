using SQLitePCL;

namespace Aion.Sidecar.Components.Sqlite;

/// <summary>
/// One connection with its prepared statements kept. It sits directly on SQLite's C API, because the writer's path is a few
/// microseconds per message, of which ADO.NET would be the larger part. Not safe for concurrent use.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly sqlite3 handle;
    private readonly string path;
    private readonly Dictionary<string, SqliteStatement> statements = new(StringComparer.Ordinal);

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(sqlite3 handle, string path) => (this.handle, this.path) = (handle, path);

    /// <summary>Whether SQLite has given up the transaction by itself, as it does on some errors.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(handle) == 0;

    /// <exception cref="StoreException">The file cannot be opened or is not a database.</exception>
    public static SqliteDatabase Open(string path, bool readOnly)
    {
        // NOMUTEX: a connection is used by one thread at a time, so SQLite need not lock.
        var flags = raw.SQLITE_OPEN_NOMUTEX | (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        var database = new SqliteDatabase(handle, path);
        try
        {
            database.Check(code);
            raw.sqlite3_extended_result_codes(handle, 1);
            database.Execute("PRAGMA busy_timeout = 5000");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements that answer nothing and are not worth keeping.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(handle, sql));

    /// <summary>The prepared statement of this text, ready to be bound.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
        {
            Check(raw.sqlite3_prepare_v3(handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var prepared));
            statement = new SqliteStatement(prepared, this);
            statements.Add(sql, statement);
        }
        else
        {
            // Whoever stepped through it may have been stopped by what a row held.
            statement.Reset();
        }

        return statement;
    }

    /// <summary>Moves the write-ahead log into the file and empties it; false: a reader is in the way, or the disk is full.</summary>
    public bool TryTruncateLog() =>
        raw.sqlite3_wal_checkpoint_v2(handle, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _) == raw.SQLITE_OK;

    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw Failure(code);
        }
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
        {
            statement.Dispose();
        }

        handle.Dispose();
    }

    private StoreException Failure(int code)
    {
        var detail = handle.IsInvalid ? raw.sqlite3_errstr(code).utf8_to_string() : raw.sqlite3_errmsg(handle).utf8_to_string();
        var reason = (code & 0xff) switch
        {
            raw.SQLITE_FULL => "the disk is full; free some space and try again",
            raw.SQLITE_IOERR => $"the disk gave an error or is full ({detail})",
            raw.SQLITE_CANTOPEN => $"it cannot be opened ({detail}); check that the folder exists and may be written",
            raw.SQLITE_READONLY => "it may not be written; check the owner and mode of the file and of its folder",
            raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT => $"it is damaged or not a SQLite database ({detail}); move it away to start with a new one",
            _ => $"{detail} (SQLite error {code})",
        };
        return new StoreException($"{path}: {reason}", code);
    }
}
