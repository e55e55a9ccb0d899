using Aion.Sidecar.Components.PubSub.Groups;
using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Components.PubSub.Sqlite;

/// <summary>
/// Makes acknowledgements durable lazily: with whatever is committed next, or after some milliseconds in a commit of their
/// own. What a crash takes is delivered again, which at-least-once allows. The milliseconds count from what waits now: what
/// came after somebody else's commit does not inherit the time that had passed before it.
/// </summary>
internal sealed class GroupSaver : ISqliteParticipant, IAsyncDisposable
{
    /// <summary>How long an acknowledgement may wait for somebody else's commit.</summary>
    private static readonly TimeSpan AcknowledgeDelay = TimeSpan.FromMilliseconds(5);

    /// <summary>How long it may take until a restart knows that a message was handed out; only the attempt count depends on it.</summary>
    private static readonly TimeSpan DeliveryDelay = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan TimerResolution = TimeSpan.FromMilliseconds(1);

    /// <summary>Deleting is put off until this many messages of a topic can go at once.</summary>
    private const ulong MessagesBetweenDeletes = 256;

    private readonly Lock gate = new();
    private readonly SqliteEngine engine;
    private readonly TimeProvider timeProvider;
    private readonly ITimer timer;
    private readonly List<SqliteGroup> inTransaction = [];
    private List<SqliteGroup> queued = [];
    private List<SqliteGroup> spare = [];
    private long? dueAt;
    private long? timerAt;

    public GroupSaver(SqliteEngine engine, TimeProvider timeProvider)
    {
        (this.engine, this.timeProvider) = (engine, timeProvider);
        timer = timeProvider.CreateTimer(_ => Post(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(SqliteGroup group, bool isUrgent)
    {
        lock (gate)
        {
            if (!group.IsQueued)
            {
                group.IsQueued = true;
                queued.Add(group);
            }

            var delay = isUrgent ? AcknowledgeDelay : DeliveryDelay;
            var due = timeProvider.GetTimestamp() + (long)(delay.TotalSeconds * timeProvider.TimestampFrequency);
            dueAt = Math.Min(dueAt ?? due, due);
            if (timerAt is not { } set || dueAt < set)
            {
                timerAt = dueAt;
                timer.Change(delay, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void BeforeCommit(SqliteDatabase database)
    {
        foreach (var group in TakeQueued())
        {
            inTransaction.Add(group);
            var snapshot = group.Members.Read(cursor => cursor.Snapshot());
            TopicTable.SaveGroup(database, group.Topic.Id, group.Name, snapshot);
            group.SavedFloor = snapshot.Floor;
            DeleteDone(database, group.Topic, MessagesBetweenDeletes);
        }
    }

    public void Committed()
    {
        foreach (var group in inTransaction)
        {
            group.Topic.Trim(group.Topic.Groups.Min(other => other.SavedFloor));
        }

        inTransaction.Clear();
    }

    public void RolledBack()
    {
        foreach (var group in inTransaction)
        {
            group.Topic.DeletedThrough = new Position(group.Topic.Id, 0);
            Add(group, isUrgent: false);
        }

        inTransaction.Clear();
    }

    /// <summary>Deletes what all groups of the topic are done with, if that is at least so many messages. Used by the writer only.</summary>
    public static void DeleteDone(SqliteDatabase database, SqliteTopic topic, ulong atLeast)
    {
        var floor = topic.Groups.Min(group => group.SavedFloor);
        if (floor.Low >= topic.DeletedThrough.Low + atLeast)
        {
            MessageTable.DeleteThrough(database, floor);
            topic.DeletedThrough = floor;
        }
    }

    /// <summary>Saves what is queued; later additions are not saved.</summary>
    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        try
        {
            await engine.RunAsync(new SaveWork(), CancellationToken.None);
        }
        catch (StoreException)
        {
            // As after a crash, what could not be saved is delivered again; the next start reports the file.
        }
    }

    private List<SqliteGroup> TakeQueued()
    {
        lock (gate)
        {
            (queued, spare) = (spare, queued);
            queued.Clear();
            dueAt = null;
            spare.ForEach(group => group.IsQueued = false);
            return spare;
        }
    }

    private void Post()
    {
        lock (gate)
        {
            timerAt = null;
            if (dueAt is not { } due)
            {
                return;
            }

            var rest = timeProvider.GetElapsedTime(timeProvider.GetTimestamp(), due);
            if (rest > TimerResolution)
            {
                timerAt = due;
                timer.Change(rest, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        engine.TryPost(new MaintenanceWork(_ => { }));
    }

    private sealed class SaveWork : SqliteWork<bool>
    {
        protected override bool Write(SqliteDatabase database) => true;
    }
}
