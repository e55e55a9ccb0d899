using Aion.Sidecar.Actors.Activations;
using Aion.Sidecar.Actors.Calls;
using Aion.Sidecar.Actors.Hosting;
using Aion.Sidecar.Actors.Placement;
using Aion.Sidecar.Actors.Reminders;
using Aion.Sidecar.Actors.Timers;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Actors;

/// <summary>The actors of all apps of one host: what daprd has in its placement and scheduler services.</summary>
internal sealed class ActorRuntime : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly ILogger _logger;
    private readonly BackgroundTasks _tasks;
    private readonly Deactivator _deactivator;

    public ActorRuntime(SidecarHostOptions options)
    {
        var time = options.TimeProvider;
        _logger = options.LoggerFactory.CreateLogger("Aion.Sidecar.Actors");
        _tasks = new BackgroundTasks(_logger);
        Placement = new ActorPlacement(time);
        Table = new ActivationTable(time, activation => _tasks.Run(() => _deactivator!.DeactivateIdleAsync(activation)));
        _deactivator = new Deactivator(Table, actor => Timers!.Forget(actor), time, _logger);
        Router = new ActorRouter(Placement, Table, _deactivator, time);
        Timers = new ActorTimers(Router, _tasks, time, _logger);
        Reminders = new ReminderScheduler(Path.Combine(Path.GetFullPath(options.DataDirectory), "actors.db"), Placement, Router, _tasks, time, _logger);
    }

    public ActorPlacement Placement { get; }

    public ActivationTable Table { get; }

    public ActorRouter Router { get; }

    public ActorTimers Timers { get; }

    public ReminderScheduler Reminders { get; }

    /// <summary>Gives the host its share of the actors of its types.</summary>
    public async Task AddAsync(ActorHost host)
    {
        await OpenRemindersAsync();
        Placement.Add(host);
        Log.HostUp(_logger, host.AppId, string.Join(", ", host.Types.Keys.Order(StringComparer.Ordinal)));
        Reminders.Wake(host);
        var moved = Table.Where(activation => host.Types.ContainsKey(activation.Key.Type) && Placement.Find(activation.Key) != activation.Host);
        if (moved.Count > 0)
            _tasks.Run(() => _deactivator.DeactivateAllAsync(moved, CancellationToken.None));
    }

    /// <summary>The host is down.</summary>
    public void Lose(ActorHost host)
    {
        Placement.Remove(host);
        _tasks.Run(() => _deactivator.LoseAllAsync(host, CancellationToken.None));
        Log.HostDown(_logger, host.AppId);
    }

    /// <summary>The host leaves: its actors are deactivated one after the other, until the drain is cancelled.</summary>
    public async Task RemoveAsync(ActorHost host, CancellationToken drain)
    {
        Placement.Remove(host);
        await _deactivator.DeactivateAllAsync(Table.Of(host), drain);
        await _deactivator.LoseAllAsync(host, drain);
        Log.HostDown(_logger, host.AppId);
    }

    public async ValueTask DisposeAsync()
    {
        await Reminders.StopAsync();
        await Timers.DisposeAsync();
        await Table.DisposeAsync();
        await _tasks.EndAsync();
        await Reminders.DisposeAsync();
        Router.Dispose();
        _opening.Dispose();
    }

    // The file is made when the first app hosts actors: most processes never have any.
    private async Task OpenRemindersAsync()
    {
        await _opening.WaitAsync();
        try
        {
            await Reminders.Book.OpenAsync();
        }
        catch (Exception error)
        {
            Log.RemindersNotOpened(_logger, Reminders.Book.Path, error);
        }
        finally
        {
            _opening.Release();
        }
    }
}
