using Aion.Sidecar.Components.Sqlite;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>workflows.db: the instances of all apps of the host. Every call that writes completes when it is durable.</summary>
internal sealed class WorkflowStore(SqliteEngine engine, ICommitSink sink, StoreHealth health, TimeProvider time)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <exception cref="StoreException">The file is damaged, or a newer version wrote it.</exception>
    public Task OpenAsync() => engine.RunAsync(new OpenWork(engine.Path), CancellationToken.None);

    public Task<CreateResult> CreateAsync(string app, HistoryEvent start, bool wantsFreshId, CancellationToken cancellationToken) =>
        RunAsync(new CreateWork(sink, app, start, wantsFreshId, Now), cancellationToken);

    public Task<AddEventResult> AddEventAsync(string app, string id, HistoryEvent message, CancellationToken cancellationToken) =>
        RunAsync(new AddEventWork(sink, app, id, message), cancellationToken);

    public Task<bool?> CommitTurnAsync(TurnCommit commit) => RunAsync(new TurnWork(sink, commit, Now), CancellationToken.None);

    public Task<bool> CompleteTaskAsync(PendingTask task, HistoryEvent result) =>
        RunAsync(new CompleteTaskWork(sink, task, result), CancellationToken.None);

    public Task<long?> FireTimersAsync() => RunAsync(new FireTimersWork(sink, Now), CancellationToken.None);

    public Task<long?> ExpireAsync(InstanceRetention retention) =>
        RunAsync(new ExpireWork(sink, retention, Now), CancellationToken.None);

    public Task RecoverAsync(string app) => RunAsync(new RecoverWork(sink, app), CancellationToken.None);

    public Task<RerunResult> RerunAsync(string app, RerunWorkflowFromEventRequest request, string newId, CancellationToken cancellationToken) =>
        RunAsync(new RerunWork(sink, app, request, newId, Now), cancellationToken);

    public Task<PurgeResult> PurgeAsync(string app, string id, bool isRecursive, bool isForced, CancellationToken cancellationToken) =>
        RunAsync(new PurgeWork(sink, app, id, isRecursive, isForced), cancellationToken);

    public Task<int> PurgeManyAsync(
        string app, DateTime from, DateTime to, IReadOnlyCollection<OrchestrationStatus> statuses, CancellationToken cancellationToken) =>
        RunAsync(new PurgeManyWork(sink, app, from, to, statuses), cancellationToken);

    public InstanceRow? Find(string app, string id) => Read(database => InstanceTable.Find(database, app, id));

    public List<(long Key, string Id)> List(string app, long after, int count) =>
        Read(database => InstanceTable.List(database, app, after, count));

    public List<HistoryEvent> History(long key) => Read(database => HistoryTable.Read(database, key));

    /// <param name="key">The instance.</param>
    /// <param name="knownTurn">The turn up to which the caller has the history; -1: it has none.</param>
    /// <param name="inboxLength">The most events of the inbox to read.</param>
    public InstanceSnapshot? Load(long key, long knownTurn, int inboxLength) => Read(database =>
    {
        // One view of all tables.
        database.Prepare("BEGIN").Run();
        try
        {
            if (InstanceTable.Find(database, key) is not { } row)
                return null;
            var history = row.Turn == knownTurn ? null : HistoryTable.Read(database, key);
            return new InstanceSnapshot(row, history, InboxTable.Read(database, key, inboxLength));
        }
        finally
        {
            database.Prepare("ROLLBACK").Run();
        }
    });

    private async Task<T> RunAsync<T>(SqliteWork<T> work, CancellationToken cancellationToken)
    {
        try
        {
            var result = await engine.RunAsync(work, cancellationToken);
            health.Written();
            return result;
        }
        catch (StoreException error) when (error.IsOfTheFile)
        {
            health.Failed(error);
            throw;
        }
    }

    private T Read<T>(Func<SqliteDatabase, T> read)
    {
        try
        {
            return engine.Read(read);
        }
        catch (StoreException error) when (error.IsOfTheFile)
        {
            health.Failed(error);
            throw;
        }
    }

    private sealed class OpenWork(string path) : SqliteWork<bool>
    {
        protected override bool Write(SqliteDatabase database)
        {
            WorkflowSchema.Open(database, path);
            return true;
        }
    }
}
