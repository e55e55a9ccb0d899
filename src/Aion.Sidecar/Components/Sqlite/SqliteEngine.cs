using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Aion.Sidecar.Components.Sqlite;

/// <summary>
/// A database file: one thread writes, whoever wants to reads. The writer takes every work that is waiting and commits all of
/// them with one flush of the disk (group commit), so that durability costs one flush per batch however many callers there are.
/// </summary>
/// <remarks>
/// WAL with synchronous=FULL flushes the log at every commit: a commit that was reported survives a power cut
/// (https://www.sqlite.org/pragma.html#pragma_synchronous). The file belongs to one process at a time.
/// </remarks>
internal sealed class SqliteEngine : IAsyncDisposable
{
    /// <summary>Callers wait when this many works are queued.</summary>
    private const int QueueLength = 4096;

    private const int MostWorksInTransaction = 1024;
    private const int MostBytesInTransaction = 8 * 1024 * 1024;
    private const int IdleReaders = 4;

    private readonly Channel<SqliteWork> queue = Channel.CreateBounded<SqliteWork>(new BoundedChannelOptions(QueueLength)
    {
        SingleReader = true,

        // The only continuation is the writer thread's wake-up: run it on the caller instead of by way of the thread pool.
        AllowSynchronousContinuations = true,
    });

    private readonly ConcurrentBag<SqliteDatabase> readers = [];
    private readonly List<ISqliteParticipant> participants = [];
    private readonly string path;
    private readonly FileStream processLock;
    private readonly SqliteDatabase database;
    private readonly WriteAheadLog log;
    private readonly Task writer;

    private SqliteEngine(string path)
    {
        this.path = path;
        processLock = TakeProcessLock(path);
        try
        {
            database = SqliteDatabase.Open(path, readOnly: false);
            database.Execute("PRAGMA cache_size = -16384");
            log = new WriteAheadLog(database, path);
        }
        catch
        {
            database?.Dispose();
            processLock.Dispose();
            throw;
        }

        writer = Task.Factory.StartNew(WriteLoop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The file.</summary>
    public string Path => path;

    /// <exception cref="StoreException">The file cannot be opened.</exception>
    /// <exception cref="IOException">Another process has the file, or its folder cannot be made.</exception>
    public static SqliteEngine Open(string path)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return new SqliteEngine(path);
    }

    /// <summary>Makes the participant part of every transaction from now on.</summary>
    public Task JoinAsync(ISqliteParticipant participant) => RunAsync(new JoinWork(participants, participant), CancellationToken.None);

    /// <summary>Queues the work and completes when it is durable.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Gives up waiting for a place in the queue; a work that is queued will be done.</param>
    /// <exception cref="StoreException">The file could not be written.</exception>
    public async Task<T> RunAsync<T>(SqliteWork<T> work, CancellationToken cancellationToken)
    {
        if (!queue.Writer.TryWrite(work))
        {
            await WaitForPlaceAsync(work, cancellationToken);
        }

        return await work.Completion;
    }

    /// <summary>Queues a work that nobody awaits; false when the queue is full or closed.</summary>
    public bool TryPost(SqliteWork work) => queue.Writer.TryWrite(work);

    /// <summary>Reads on a connection of its own, on the caller's thread.</summary>
    public T Read<T>(Func<SqliteDatabase, T> read)
    {
        if (!readers.TryTake(out var reader))
        {
            reader = SqliteDatabase.Open(path, readOnly: true);
        }

        try
        {
            var result = read(reader);
            GiveBack(reader);
            return result;
        }
        catch
        {
            // It may be in the middle of a statement, which would hold the log.
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Writes what is queued, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writer;
        while (readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        database.Dispose();
        await processLock.DisposeAsync();
    }

    private void GiveBack(SqliteDatabase reader)
    {
        if (readers.Count < IdleReaders && !writer.IsCompleted)
        {
            readers.Add(reader);
        }
        else
        {
            reader.Dispose();
        }
    }

    private static FileStream TakeProcessLock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            throw new IOException($"{path} is in use by another process; stop it, or give this one another file", exception);
        }
    }

    private async Task WaitForPlaceAsync(SqliteWork work, CancellationToken cancellationToken)
    {
        try
        {
            await queue.Writer.WriteAsync(work, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteEngine), $"{path} is closed");
        }
    }

    private void WriteLoop()
    {
        var transaction = new SqliteTransaction(database, log, participants);
        var works = new List<SqliteWork>();
        while (WaitForWork())
        {
            var bytes = 0;
            while (works.Count < MostWorksInTransaction && bytes < MostBytesInTransaction && queue.Reader.TryRead(out var work))
            {
                works.Add(work);
                bytes += work.Bytes;
            }

            try
            {
                transaction.Run(works);
            }
            catch (Exception exception)
            {
                // Not expected; but a caller that waits for ever would be worse than one that is told.
                works.ForEach(work => work.Failed(exception));
            }

            works.Clear();
        }
    }

    private bool WaitForWork()
    {
        var waiting = queue.Reader.WaitToReadAsync();
        return waiting.IsCompleted ? waiting.Result : waiting.AsTask().GetAwaiter().GetResult();
    }

    private sealed class JoinWork(List<ISqliteParticipant> participants, ISqliteParticipant participant) : SqliteWork<bool>
    {
        protected override bool Write(SqliteDatabase database) => true;

        protected override void Committed(bool value) => participants.Add(participant);
    }
}
