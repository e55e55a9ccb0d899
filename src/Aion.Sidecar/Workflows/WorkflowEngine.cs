using System.Collections.Concurrent;
using Aion.Sidecar.Components.Sqlite;
using Aion.Sidecar.Workflows.Storage;
using Aion.Sidecar.Workflows.Turns;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Workflows;

/// <summary>
/// The workflows of all apps of a host: their store, the timer, and for each app a hub. The store is opened by the first who needs
/// it, or at the start when it exists, because of the timers in it.
/// </summary>
internal sealed class WorkflowEngine(SidecarHostOptions options) : ICommitSink, IAsyncDisposable
{
    private const string FileName = "workflows.db";
    private const string LogCategory = "Aion.Sidecar.Workflows";
    private const long HistoriesInMemory = 4 * 1024 * 1024;

    private readonly string _path = Path.GetFullPath(Path.Combine(options.DataDirectory, FileName));
    private readonly ConcurrentDictionary<string, WorkflowHub> _hubs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile WorkflowStore? _store;
    private SqliteEngine? _database;
    private DueTimer? _timer;
    private bool _isDisposed;

    public TimeProvider Time => options.TimeProvider;

    public ILogger Logger { get; } = options.LoggerFactory.CreateLogger(LogCategory);

    public StateCache States { get; } = new(HistoriesInMemory);

    public StoreHealth Health { get; } = new(options.TimeProvider, options.LoggerFactory.CreateLogger(LogCategory));

    public WorkRetries Retries { get; } = new(options.TimeProvider);

    public OverdueTurns Overdue { get; } = new(options.TimeProvider, options.LoggerFactory.CreateLogger(LogCategory));

    public InstanceRetention Retention { get; } = new(options.TimeProvider, options.LoggerFactory.CreateLogger(LogCategory));

    public DateTime Now => Time.GetUtcNow().UtcDateTime;

    /// <summary>The workflows of an app, whether or not it has its sidecar here.</summary>
    public WorkflowHub Hub(string appId) => _hubs.GetOrAdd(appId, static (id, engine) => new WorkflowHub(id, engine), this);

    public ValueTask<WorkflowStore> StoreAsync() => _store is { } store ? ValueTask.FromResult(store) : OpenAsync();

    /// <summary>Goes on with what the process before left.</summary>
    public async Task StartAsync()
    {
        if (File.Exists(_path))
            await OpenAsync();
    }

    void ICommitSink.Committed(CommitEffects effects)
    {
        foreach (var instance in effects.Cancelled)
            Cancel(instance);
        foreach (var task in effects.Tasks)
            Hub(task.App).Queue.AddTask(task);
        foreach (var instance in effects.Ready)
            Hub(instance.App).Queue.AddTurn(instance);
        foreach (var instance in effects.Changed)
            Hub(instance.App).Watchers.Changed(instance.Id);
        foreach (var (app, status) in effects.Ended)
            Retention.Ended(app, status);
        if (effects.Due is { } due)
            _timer!.Advance(due);
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        try
        {
            _isDisposed = true;
            Health.Close();
            await Retries.DisposeAsync();
            await Overdue.DisposeAsync();
            await Retention.DisposeAsync();
            if (_timer is not null)
                await _timer.DisposeAsync();
            if (_database is not null)
                await _database.DisposeAsync();
            Health.Dispose();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask<WorkflowStore> OpenAsync()
    {
        await _gate.WaitAsync();
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(SidecarHost));
            if (_store is { } opened)
                return opened;
            _database ??= SqliteEngine.Open(_path);
            var store = new WorkflowStore(_database, this, Health, Time);
            await store.OpenAsync();
            _timer = new DueTimer(Time, store.FireTimersAsync, TimersFailed);
            Retention.Begin(store);
            _store = store;
            _timer.Advance(0);
            return store;
        }
        finally
        {
            _gate.Release();
        }
    }

    private void TimersFailed(TimeSpan delay, Exception error)
    {
        if (error is not StoreException { IsTold: true })
            Log.TimersFailed(Logger, delay, error);
    }

    private void Cancel(InstanceRef instance)
    {
        // Its activities may be those of other apps.
        foreach (var hub in _hubs.Values)
            hub.Queue.Cancel(instance);
    }
}
