using System.Collections.Concurrent;
using Aion.Sidecar.Actors.Calls;
using Aion.Sidecar.Actors.Hosting;
using Aion.Sidecar.Actors.Placement;
using Aion.Sidecar.Scheduling;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Actors.Reminders;

/// <summary>Fires the reminders. One that nobody hosts waits outside the queue until a host of its type comes.</summary>
internal sealed class ReminderScheduler : IAsyncDisposable
{
    private static readonly TimeSpan LostHostPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ReminderKey, ActorReminder> _firing = new();
    private readonly ActorPlacement _placement;
    private readonly ActorRouter _router;
    private readonly BackgroundTasks _tasks;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DueQueue<ReminderKey> _queue;

    public ReminderScheduler(string path, ActorPlacement placement, ActorRouter router, BackgroundTasks tasks, TimeProvider time, ILogger logger)
    {
        (_placement, _router, _tasks, _time, _logger) = (placement, router, tasks, time, logger);
        _queue = new DueQueue<ReminderKey>(time, Due);
        Book = new ReminderBook(path, reminder => _queue.Set(reminder.Key, reminder.Next));
    }

    public ReminderBook Book { get; }

    /// <summary>A host has come: what waited for its types is due now or at its time, unless its time to live is over.</summary>
    public void Wake(ActorHost host)
    {
        var now = _time.GetUtcNow();
        foreach (var reminder in Book.All.Where(reminder => host.Types.ContainsKey(reminder.Key.Actor.Type)))
        {
            if (reminder.ExpiresAt < now)
                _tasks.Run(() => EndAsync(reminder));
            else
                _queue.Set(reminder.Key, reminder.Next);
        }
    }

    /// <summary>Fires nothing more. What is being delivered goes on.</summary>
    public ValueTask StopAsync() => _queue.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Book.DisposeAsync();
    }

    private void Due(IReadOnlyList<ReminderKey> keys)
    {
        foreach (var key in keys)
        {
            if (_placement.Find(key.Actor) is null || Book.Find(key) is not { } reminder || !_firing.TryAdd(key, reminder))
                continue;
            _tasks.Run(() => FireAsync(reminder));
        }
    }

    private async Task FireAsync(ActorReminder reminder)
    {
        var next = await DeliverAsync(reminder);
        var isCurrent = ReferenceEquals(next, reminder) || Book.TryAdvance(reminder, next);
        _firing.TryRemove(reminder.Key, out _);

        // One that was replaced while it fired was refused by the queue's callback: its successor gets its time here.
        if (Book.Find(reminder.Key) is { } current)
            _queue.Set(current.Key, ReferenceEquals(current, reminder) ? _time.GetUtcNow() + LostHostPause : current.Next);
        if (isCurrent && !ReferenceEquals(next, reminder))
            await SaveAsync(reminder, next);
    }

    /// <summary>Its time to live ended while nobody hosted its actor.</summary>
    private Task EndAsync(ActorReminder reminder) => Book.TryAdvance(reminder, null) ? SaveAsync(reminder, null) : Task.CompletedTask;

    private async Task SaveAsync(ActorReminder reminder, ActorReminder? next)
    {
        try
        {
            await Book.SaveAdvanceAsync(reminder, next);
        }
        catch (Exception error)
        {
            Log.ReminderNotStored(_logger, reminder.Key.Name, reminder.Key.Actor, error);
        }
    }

    /// <summary>What the reminder becomes; null: it has ended; itself: nobody could be reached.</summary>
    private async Task<ActorReminder?> DeliverAsync(ActorReminder reminder)
    {
        var request = ActorRequest.Scheduled(
            $"remind/{reminder.Key.Name}", ScheduleJson.Reminder(reminder.Data), () => !ReferenceEquals(Book.Find(reminder.Key), reminder));
        try
        {
            var answer = await _router.CallAsync(reminder.Key.Actor, request, TimeSpan.Zero, CancellationToken.None);
            if (answer.CancelsSchedule)
                return null;
            return answer.IsActorError ? Failed(reminder, "the actor answered with an error") : reminder.Succeeded(_time.GetUtcNow());
        }
        catch (ActorNotPlacedException)
        {
            return reminder;
        }
        catch (Exception error)
        {
            return Failed(reminder, error.Message);
        }
    }

    private ActorReminder? Failed(ActorReminder reminder, string reason)
    {
        Log.ReminderFailed(_logger, reminder.Key.Name, reminder.Key.Actor, reminder.Attempts + 1, reason);
        return reminder.Failed(_time.GetUtcNow());
    }
}
