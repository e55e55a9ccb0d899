using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Components.State.Sqlite;

/// <summary>state.sqlite: a durable state store in a file.</summary>
internal sealed class SqliteStateStore : IStateStore, IAsyncDisposable
{
    private readonly SqliteEngine engine;
    private readonly TimeProvider timeProvider;
    private readonly StateTable table;
    private readonly StateWriter writer;
    private readonly ITimer? cleanup;

    private SqliteStateStore(SqliteEngine engine, SqliteStateSettings settings, TimeProvider timeProvider)
    {
        (this.engine, this.timeProvider) = (engine, timeProvider);
        table = new StateTable(settings.Table);
        writer = new StateWriter(table, timeProvider);
        if (settings.CleanupInterval > TimeSpan.Zero)
        {
            cleanup = timeProvider.CreateTimer(_ => engine.TryPost(new MaintenanceWork(writer.DeleteExpired)), null, settings.CleanupInterval, settings.CleanupInterval);
        }
    }

    public static async ValueTask<SqliteStateStore> OpenAsync(
        SqliteEngine engine, SqliteStateSettings settings, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var store = new SqliteStateStore(engine, settings, timeProvider);
        await engine.RunAsync(new OpenWork(store.writer), cancellationToken);
        return store;
    }

    public ValueTask<IReadOnlyList<StateEntry?>> GetAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        ValueTask.FromResult(engine.Read(database => Find(database, keys)));

    public async ValueTask TransactAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken)
    {
        if (await engine.RunAsync(new TransactWork(writer, operations), cancellationToken) is { } error)
        {
            throw error;
        }
    }

    public async ValueTask<IReadOnlyList<StateEtagException?>> ApplyAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken) =>
        await engine.RunAsync(new ApplyWork(writer, operations), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (cleanup is not null)
        {
            await cleanup.DisposeAsync();
        }
    }

    private IReadOnlyList<StateEntry?> Find(SqliteDatabase database, IReadOnlyList<string> keys)
    {
        var now = timeProvider.GetUtcNow();
        if (keys.Count == 1)
        {
            return [table.Find(database, keys[0], now)];
        }

        // A read transaction keeps one view of the file.
        database.Prepare("BEGIN").Run();
        try
        {
            return [.. keys.Select(key => table.Find(database, key, now))];
        }
        finally
        {
            database.Prepare("ROLLBACK").Run();
        }
    }

    private sealed class OpenWork(StateWriter writer) : SqliteWork<bool>
    {
        protected override bool Write(SqliteDatabase database)
        {
            writer.Open(database);
            return true;
        }
    }
}
