using Aion.Sidecar.Actors.Calls;
using Aion.Sidecar.Actors.Reminders;
using Aion.Sidecar.Scheduling;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Actors.Timers;

/// <summary>The timers of active actors. They are in memory only and end with the actor's activation.</summary>
internal sealed class ActorTimers : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ActorKey, Dictionary<string, ActorTimer>> _timers = [];
    private readonly ActorRouter _router;
    private readonly BackgroundTasks _tasks;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DueQueue<ReminderKey> _queue;

    public ActorTimers(ActorRouter router, BackgroundTasks tasks, TimeProvider time, ILogger logger)
    {
        (_router, _tasks, _time, _logger) = (router, tasks, time, logger);
        _queue = new DueQueue<ReminderKey>(time, Due);
    }

    public bool HasAny(ActorKey actor)
    {
        lock (_gate)
            return _timers.ContainsKey(actor);
    }

    /// <summary>Adds the timer, or replaces the one of that name.</summary>
    public void Set(ActorTimer timer)
    {
        lock (_gate)
        {
            if (!_timers.TryGetValue(timer.Key.Actor, out var own))
                _timers[timer.Key.Actor] = own = new Dictionary<string, ActorTimer>(StringComparer.Ordinal);
            own[timer.Key.Name] = timer;
            _queue.Set(timer.Key, timer.Next);
        }
    }

    public void Remove(ReminderKey key)
    {
        lock (_gate)
        {
            if (!_timers.TryGetValue(key.Actor, out var own) || !own.Remove(key.Name))
                return;
            _queue.Remove(key);
            if (own.Count == 0)
                _timers.Remove(key.Actor);
        }
    }

    /// <summary>Removes every timer of the actor.</summary>
    public void Forget(ActorKey actor)
    {
        lock (_gate)
        {
            if (!_timers.Remove(actor, out var own))
                return;
            foreach (var timer in own.Values)
                _queue.Remove(timer.Key);
        }
    }

    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    private void Due(IReadOnlyList<ReminderKey> keys)
    {
        foreach (var key in keys)
        {
            if (Find(key) is { } timer)
                _tasks.Run(() => FireAsync(timer));
        }
    }

    private async Task FireAsync(ActorTimer timer)
    {
        var goesOn = await DeliverAsync(timer);
        lock (_gate)
        {
            // It was removed or replaced while it fired.
            if (!ReferenceEquals(Find(timer.Key), timer))
                return;
            if (goesOn && timer.After(_time.GetUtcNow()) is { } next)
                Set(next);
            else
                Remove(timer.Key);
        }
    }

    /// <summary>A failed timer goes on as if it had not; false: the actor asked for its end, or is gone.</summary>
    private async Task<bool> DeliverAsync(ActorTimer timer)
    {
        var request = ActorRequest.Scheduled(
            $"timer/{timer.Key.Name}",
            ScheduleJson.Timer(timer.Data, timer.Callback, timer.DueTime, timer.PeriodText),
            () => !ReferenceEquals(Find(timer.Key), timer));
        try
        {
            var answer = await _router.CallAsync(timer.Key.Actor, request, TimeSpan.Zero, CancellationToken.None);
            return !answer.CancelsSchedule;
        }
        catch (ActorNotPlacedException)
        {
            return false;
        }
        catch (Exception error)
        {
            Log.TimerFailed(_logger, timer.Key.Name, timer.Key.Actor, error.Message);
            return true;
        }
    }

    private ActorTimer? Find(ReminderKey key)
    {
        lock (_gate)
            return _timers.TryGetValue(key.Actor, out var own) ? own.GetValueOrDefault(key.Name) : null;
    }
}
