using Aion.Sidecar.Actors.Calls;
using Aion.Sidecar.Actors.Reminders;
using Aion.Sidecar.Actors.Timers;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;

namespace Aion.Sidecar.Actors;

/// <summary>Calls, reminders and timers of actors for one app.</summary>
internal sealed class ActorOperations(SidecarApp app)
{
    private ReminderBook Book => app.Runtime.Actors.Reminders.Book;

    private TimeProvider Time => app.Runtime.Options.TimeProvider;

    /// <summary>Calls an actor, in whichever app it is.</summary>
    /// <exception cref="DaprException">There is no host, or the app failed the call.</exception>
    public async Task<ActorAnswer> InvokeAsync(ActorKey key, ActorRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await app.Runtime.Actors.Router.CallAsync(key, request, ActorRouter.Patience, cancellationToken);
        }
        catch (ActorNotPlacedException error)
        {
            throw new DaprException(ActorErrors.NotPlaced(error.Message));
        }
        catch (Exception error) when (error is ActorCallException or HttpRequestException or IOException)
        {
            throw new DaprException(ActorErrors.Invoke(error.Message));
        }
    }

    /// <summary>Waits until it is known which actors the app hosts; an app that does not come up is waited for a moment only.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await app.Actors.Registered.WaitAsync(ActorRouter.Patience, Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // It hosts nothing yet, and is answered so.
        }
    }

    public async Task CreateReminderAsync(ReminderRequest request, CancellationToken cancellationToken)
    {
        await RequireHostedAsync(request.Key.Actor.Type, cancellationToken);
        bool isAdded;
        try
        {
            isAdded = await Book.AddAsync(ActorReminder.Create(request, Time.GetUtcNow()), request.Overwrite, cancellationToken);
        }
        catch (Exception error) when (error is FormatException or IOException or ArgumentOutOfRangeException)
        {
            throw new DaprException(ActorErrors.ReminderCreate(error.Message));
        }

        if (!isAdded)
            throw new DaprException(ActorErrors.ReminderExists(request.Key.Name));
    }

    public async Task<ActorReminder> GetReminderAsync(ReminderKey key, CancellationToken cancellationToken)
    {
        await RequireHostedAsync(key.Actor.Type, cancellationToken);
        return Book.Find(key) ?? throw new DaprException(ActorErrors.ReminderNotFound(key.Name));
    }

    /// <summary>One that does not exist is no error.</summary>
    public async Task DeleteReminderAsync(ReminderKey key, CancellationToken cancellationToken)
    {
        await RequireHostedAsync(key.Actor.Type, cancellationToken);
        await DeleteAsync(() => Book.DeleteAsync(key, cancellationToken));
    }

    /// <param name="type">The actor type.</param>
    /// <param name="id">null: of all actors of the type.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task DeleteRemindersAsync(string type, string? id, CancellationToken cancellationToken)
    {
        await RequireHostedAsync(type, cancellationToken);
        await DeleteAsync(() => Book.DeleteAllAsync(type, id, cancellationToken));
    }

    /// <param name="type">The actor type.</param>
    /// <param name="id">null: of all actors of the type.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<IReadOnlyList<ActorReminder>> ListRemindersAsync(string type, string? id, CancellationToken cancellationToken)
    {
        await RequireHostedAsync(type, cancellationToken);
        return [.. Book.All.Where(reminder => reminder.Key.Actor.Type == type && (id is null || reminder.Key.Actor.Id == id))];
    }

    public async Task CreateTimerAsync(ActorTimer timer, string ttl, CancellationToken cancellationToken)
    {
        await ReadyAsync(cancellationToken);
        if (!IsHosted(timer.Key.Actor.Type))
            throw new DaprException(ActorErrors.TimerCreate($"can't create timer for actor {timer.Key.Actor}: actor type not registered"));
        try
        {
            app.Runtime.Actors.Timers.Set(timer.Starting(ttl, Time.GetUtcNow()));
        }
        catch (Exception error) when (error is FormatException or ArgumentOutOfRangeException)
        {
            throw new DaprException(ActorErrors.TimerCreate(error.Message));
        }
    }

    /// <summary>One that does not exist is no error.</summary>
    public void DeleteTimer(ReminderKey key) => app.Runtime.Actors.Timers.Remove(key);

    private static async Task DeleteAsync(Func<Task> delete)
    {
        try
        {
            await delete();
        }
        catch (IOException error)
        {
            throw new DaprException(ActorErrors.ReminderDelete(error.Message));
        }
    }

    private bool IsHosted(string type) => app.Actors.Host?.Types.ContainsKey(type) == true;

    private async Task RequireHostedAsync(string type, CancellationToken cancellationToken)
    {
        await ReadyAsync(cancellationToken);
        if (!IsHosted(type))
            throw new DaprException(ActorErrors.ReminderNotHosted());
    }
}
