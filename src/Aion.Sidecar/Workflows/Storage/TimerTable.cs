using Aion.Sidecar.Components.Sqlite;
using DurableTask.Protocol;
using Google.Protobuf;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>The SQL of the timers: events that go to the inbox when they are due.</summary>
internal static class TimerTable
{
    public static void Add(SqliteDatabase database, long instance, int id, long due, HistoryEvent message) =>
        database.Prepare("INSERT INTO timer (instance, id, due, event) VALUES (?1, ?2, ?3, ?4)")
            .Bind(1, instance).Bind(2, (long)id).Bind(3, due).Bind(4, message.ToByteArray()).Run();

    public static List<(long Instance, int Id, HistoryEvent Event)> Due(SqliteDatabase database, long now, int count)
    {
        var statement = database.Prepare("SELECT instance, id, event FROM timer WHERE due <= ?1 ORDER BY due LIMIT ?2");
        statement.Bind(1, now).Bind(2, (long)count);
        var due = new List<(long, int, HistoryEvent)>();
        while (statement.Step())
            due.Add((statement.Int64(0), (int)statement.Int64(1), HistoryEvent.Parser.ParseFrom(statement.Blob(2))));
        return due;
    }

    /// <summary>When the next one is due; null: there is none.</summary>
    public static long? Next(SqliteDatabase database)
    {
        var statement = database.Prepare("SELECT min(due) FROM timer");
        statement.Step();
        var next = statement.NullableInt64(0);
        statement.Reset();
        return next;
    }

    /// <summary>Takes it out; null: there is none of that id.</summary>
    public static HistoryEvent? Take(SqliteDatabase database, long instance, int id)
    {
        var statement = database.Prepare("DELETE FROM timer WHERE instance = ?1 AND id = ?2 RETURNING event").Bind(1, instance).Bind(2, (long)id);
        if (!statement.Step())
            return null;
        var message = HistoryEvent.Parser.ParseFrom(statement.Blob(0));
        statement.Reset();
        return message;
    }

    public static void Clear(SqliteDatabase database, long instance) =>
        database.Prepare("DELETE FROM timer WHERE instance = ?1").Bind(1, instance).Run();
}
