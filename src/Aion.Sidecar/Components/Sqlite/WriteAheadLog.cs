namespace Aion.Sidecar.Components.Sqlite;

/// <summary>
/// Keeps the log beside the file as small as the disk demands. SQLite moves the log into the file once it has this many pages;
/// if the file cannot grow by them the log stays, and writing stops until that much is free. A log that is small against the
/// disk therefore means that freeing a little is enough. Used by the writer only.
/// </summary>
internal sealed class WriteAheadLog
{
    /// <summary>With room, the move is made so rarely that it does not show in the p99.</summary>
    private const long MostPages = 4000;

    private const long FewestPages = 250;

    /// <summary>A page and its header in the log; 4096 is SQLite's default.</summary>
    private const int BytesPerPage = 4096 + 24;

    /// <summary>The log may take one part in so many of what is free.</summary>
    private const int PartOfFreeSpace = 16;

    private const long BytesBetweenLooks = 1024 * 1024;

    private readonly SqliteDatabase database;
    private readonly string path;
    private long pages;
    private long written;
    private long freeWhenStuck = -1;

    public WriteAheadLog(SqliteDatabase database, string path)
    {
        (this.database, this.path) = (database, path);
        database.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
        FitToDisk();
    }

    /// <summary>Has a look at the disk now and then.</summary>
    /// <param name="bytes">About how much a transaction wrote.</param>
    public void Wrote(int bytes)
    {
        written += bytes + BytesPerPage;
        if (written >= BytesBetweenLooks)
        {
            written = 0;
            FitToDisk();
        }
    }

    /// <summary>
    /// Moves the whole log into the file and gives its space back, after a write failed for want of it; false: it cannot, or
    /// could not the last time and nothing was freed since.
    /// </summary>
    public bool TryGiveBack()
    {
        FitToDisk();
        var free = FreeBytes();
        if (freeWhenStuck >= 0 && free <= freeWhenStuck)
        {
            return false;
        }

        var isEmpty = database.TryTruncateLog();
        freeWhenStuck = isEmpty ? -1 : FreeBytes();
        return isEmpty;
    }

    private void FitToDisk()
    {
        var fitting = Math.Clamp(FreeBytes() / PartOfFreeSpace / BytesPerPage, FewestPages, MostPages);

        // Smaller at once; larger only when it is much, because every change costs a truncation or an extension.
        if (pages == 0 || fitting < pages || fitting > 2 * pages)
        {
            pages = fitting;
            database.Execute($"PRAGMA wal_autocheckpoint = {pages}; PRAGMA journal_size_limit = {pages * BytesPerPage}");
        }
    }

    private long FreeBytes()
    {
        try
        {
            return new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A share without a drive letter: nothing is known of it, so it is taken for large.
            return long.MaxValue;
        }
    }
}
