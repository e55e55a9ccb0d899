using System.Collections.Concurrent;
using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Actors.Reminders;

/// <summary>All reminders: in memory to fire from, and in a SQLite file to survive.</summary>
/// <param name="path">The file.</param>
/// <param name="added">Gets each reminder that is new or replaced another, once it is durable.</param>
internal sealed class ReminderBook(string path, Action<ActorReminder> added) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ReminderKey, ActorReminder> _reminders = new();
    private SqliteEngine? _engine;

    public string Path => path;

    /// <summary>Opens the file and reads what is in it. Only to be called while no other call runs.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public async Task OpenAsync()
    {
        if (_engine is not null)
            return;
        var engine = SqliteEngine.Open(path);
        try
        {
            await engine.RunAsync(new ReminderWork(Do(ReminderTable.Create), () => { }), CancellationToken.None);
            foreach (var reminder in engine.Read(ReminderTable.ReadAll))
                _reminders[reminder.Key] = reminder;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }

        _engine = engine;
    }

    public ActorReminder? Find(ReminderKey key) => _reminders.GetValueOrDefault(key);

    public IEnumerable<ActorReminder> All => _reminders.Values;

    /// <summary>Completes when it is durable. false: there is one of that name, and it may not be overwritten.</summary>
    public Task<bool> AddAsync(ActorReminder reminder, bool overwrite, CancellationToken cancellationToken)
    {
        var work = new ReminderWork(
            database =>
            {
                if (!overwrite && ReminderTable.Exists(database, reminder.Key))
                    return false;
                ReminderTable.Save(database, reminder);
                return true;
            },
            () =>
            {
                _reminders[reminder.Key] = reminder;
                added(reminder);
            });
        return RunAsync(work, cancellationToken);
    }

    public Task DeleteAsync(ReminderKey key, CancellationToken cancellationToken) => RunAsync(
        new ReminderWork(Do(database => ReminderTable.Delete(database, key)), () => _reminders.TryRemove(key, out _)), cancellationToken);

    /// <param name="type">The actor type.</param>
    /// <param name="id">null: of all actors of the type.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task DeleteAllAsync(string type, string? id, CancellationToken cancellationToken) => RunAsync(
        new ReminderWork(
            Do(database => ReminderTable.DeleteAll(database, type, id)),
            () =>
            {
                foreach (var key in _reminders.Keys.Where(key => key.Actor.Type == type && (id is null || key.Actor.Id == id)))
                    _reminders.TryRemove(key, out _);
            }),
        cancellationToken);

    /// <summary>Puts what a reminder has become in its place. false: it was replaced or deleted meanwhile.</summary>
    /// <param name="reminder">The one that fired.</param>
    /// <param name="next">null: it has ended.</param>
    public bool TryAdvance(ActorReminder reminder, ActorReminder? next) => next is null
        ? _reminders.TryRemove(KeyValuePair.Create(reminder.Key, reminder))
        : _reminders.TryUpdate(reminder.Key, next, reminder);

    /// <summary>Stores what <see cref="TryAdvance"/> did.</summary>
    public Task SaveAdvanceAsync(ActorReminder reminder, ActorReminder? next) => RunAsync(
        new ReminderWork(
            Do(next is null ? database => ReminderTable.DeleteEnded(database, reminder) : database => ReminderTable.SaveProgress(database, next)),
            () => { }),
        CancellationToken.None);

    public ValueTask DisposeAsync() => _engine?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static Func<SqliteDatabase, bool> Do(Action<SqliteDatabase> write) => database =>
    {
        write(database);
        return true;
    };

    private Task<bool> RunAsync(ReminderWork work, CancellationToken cancellationToken) =>
        _engine is { } engine ? engine.RunAsync(work, cancellationToken) : throw new IOException($"{path} could not be opened when the app came up");
}
