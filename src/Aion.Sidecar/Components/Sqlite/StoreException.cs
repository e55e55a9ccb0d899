using SQLitePCL;

namespace Aion.Sidecar.Components.Sqlite;

/// <summary>A database file cannot be read or written now; the same call may succeed later, as after a full disk has room again.</summary>
public sealed class StoreException(string message, int code) : IOException(message)
{
    /// <summary>SQLite's extended result code: https://www.sqlite.org/rescode.html</summary>
    public int Code { get; } = code;

    /// <summary>The file as a whole cannot be used, whatever is to be written: not the fault of one work.</summary>
    internal bool IsOfTheFile => (Code & 0xff) is
        raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>It is in the log already.</summary>
    internal bool IsTold { get; set; }

    /// <summary>The disk is full, or may be: some file systems report that as an error of the write.</summary>
    internal bool IsForWantOfSpace => (Code & 0xff) is raw.SQLITE_FULL or raw.SQLITE_IOERR;
}
