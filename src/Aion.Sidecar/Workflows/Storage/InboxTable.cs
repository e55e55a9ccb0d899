using Aion.Sidecar.Components.Sqlite;
using Aion.Sidecar.Workflows.Turns;
using DurableTask.Protocol;
using Google.Protobuf;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>The SQL of the events that no turn has taken yet, in the order of their sequence numbers.</summary>
internal static class InboxTable
{
    public static void Add(SqliteDatabase database, long instance, HistoryEvent message) => Add(database, instance, message, message.Wakes());

    /// <param name="database">The database.</param>
    /// <param name="instance">Who gets it.</param>
    /// <param name="message">The event.</param>
    /// <param name="wakes">It gives a turn also to an instance that is held.</param>
    public static void Add(SqliteDatabase database, long instance, HistoryEvent message, bool wakes) =>
        database.Prepare(
            """
            INSERT INTO inbox (instance, seq, wakes, event)
            VALUES (?1, (SELECT coalesce(max(seq), 0) + 1 FROM inbox WHERE instance = ?1), ?2, ?3)
            """)
            .Bind(1, instance).Bind(2, wakes ? 1L : 0L).Bind(3, message.ToByteArray()).Run();

    public static List<(long Seq, HistoryEvent Event)> Read(SqliteDatabase database, long instance, int count)
    {
        var statement = database.Prepare("SELECT seq, event FROM inbox WHERE instance = ?1 ORDER BY seq LIMIT ?2");
        statement.Bind(1, instance).Bind(2, (long)count);
        var events = new List<(long, HistoryEvent)>();
        while (statement.Step())
            events.Add((statement.Int64(0), HistoryEvent.Parser.ParseFrom(statement.Blob(1))));
        return events;
    }

    public static void Remove(SqliteDatabase database, long instance, long lastSeq) =>
        database.Prepare("DELETE FROM inbox WHERE instance = ?1 AND seq <= ?2").Bind(1, instance).Bind(2, lastSeq).Run();

    /// <summary>Puts events before those that wait, and drops of these the results of what the run before had scheduled.</summary>
    public static void Restart(SqliteDatabase database, long instance, IReadOnlyList<HistoryEvent> first)
    {
        var waiting = Read(database, instance, int.MaxValue);
        foreach (var (seq, message) in waiting)
        {
            if (message.Resolution() is not null)
                database.Prepare("DELETE FROM inbox WHERE instance = ?1 AND seq = ?2").Bind(1, instance).Bind(2, seq).Run();
        }

        var next = (waiting.Count > 0 ? waiting[0].Seq : 1) - first.Count;
        foreach (var message in first)
        {
            database.Prepare("INSERT INTO inbox (instance, seq, wakes, event) VALUES (?1, ?2, ?3, ?4)")
                .Bind(1, instance).Bind(2, next++).Bind(3, message.Wakes() ? 1L : 0L).Bind(4, message.ToByteArray()).Run();
        }
    }

    /// <summary>Whether something waits that gives the instance a turn.</summary>
    public static bool IsReady(SqliteDatabase database, long instance, bool isHeld)
    {
        var statement = database.Prepare("SELECT 1 FROM inbox WHERE instance = ?1 AND (?2 = 0 OR wakes = 1) LIMIT 1");
        var isReady = statement.Bind(1, instance).Bind(2, isHeld ? 1L : 0L).Step();
        statement.Reset();
        return isReady;
    }

    public static void Clear(SqliteDatabase database, long instance) =>
        database.Prepare("DELETE FROM inbox WHERE instance = ?1").Bind(1, instance).Run();
}
