using Aion.Sidecar.Components.Sqlite;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>workflows.db: the instances of all apps of the host. Every call that writes completes when it is durable.</summary>
internal sealed class WorkflowStore(SqliteEngine engine, ICommitSink sink, TimeProvider time)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public Task OpenAsync() => engine.RunAsync(new OpenWork(), CancellationToken.None);

    public Task<CreateResult> CreateAsync(string app, HistoryEvent start, bool wantsFreshId, CancellationToken cancellationToken) =>
        engine.RunAsync(new CreateWork(sink, app, start, wantsFreshId, Now), cancellationToken);

    public Task<AddEventResult> AddEventAsync(string app, string id, HistoryEvent message, CancellationToken cancellationToken) =>
        engine.RunAsync(new AddEventWork(sink, app, id, message), cancellationToken);

    public Task<bool?> CommitTurnAsync(TurnCommit commit) => engine.RunAsync(new TurnWork(sink, commit, Now), CancellationToken.None);

    public Task<bool> CompleteTaskAsync(PendingTask task, HistoryEvent result) =>
        engine.RunAsync(new CompleteTaskWork(sink, task, result), CancellationToken.None);

    public Task<long?> FireTimersAsync() => engine.RunAsync(new FireTimersWork(sink, Now), CancellationToken.None);

    public Task<long?> ExpireAsync(InstanceRetention retention) =>
        engine.RunAsync(new ExpireWork(sink, retention, Now), CancellationToken.None);

    public Task RecoverAsync(string app) => engine.RunAsync(new RecoverWork(sink, app), CancellationToken.None);

    public Task<RerunResult> RerunAsync(string app, RerunWorkflowFromEventRequest request, string newId, CancellationToken cancellationToken) =>
        engine.RunAsync(new RerunWork(sink, app, request, newId, Now), cancellationToken);

    public Task<PurgeResult> PurgeAsync(string app, string id, bool isRecursive, bool isForced, CancellationToken cancellationToken) =>
        engine.RunAsync(new PurgeWork(sink, app, id, isRecursive, isForced), cancellationToken);

    public Task<int> PurgeManyAsync(
        string app, DateTime from, DateTime to, IReadOnlyCollection<OrchestrationStatus> statuses, CancellationToken cancellationToken) =>
        engine.RunAsync(new PurgeManyWork(sink, app, from, to, statuses), cancellationToken);

    public InstanceRow? Find(string app, string id) => engine.Read(database => InstanceTable.Find(database, app, id));

    public List<(long Key, string Id)> List(string app, long after, int count) =>
        engine.Read(database => InstanceTable.List(database, app, after, count));

    public List<HistoryEvent> History(long key) => engine.Read(database => HistoryTable.Read(database, key));

    /// <param name="key">The instance.</param>
    /// <param name="knownTurn">The turn up to which the caller has the history; -1: it has none.</param>
    /// <param name="inboxLength">The most events of the inbox to read.</param>
    public InstanceSnapshot? Load(long key, long knownTurn, int inboxLength) => engine.Read(database =>
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

    private sealed class OpenWork : SqliteWork<bool>
    {
        protected override bool Write(SqliteDatabase database)
        {
            WorkflowSchema.Create(database);
            return true;
        }
    }
}
