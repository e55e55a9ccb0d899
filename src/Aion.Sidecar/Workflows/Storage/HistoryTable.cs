using Aion.Sidecar.Components.Sqlite;
using DurableTask.Protocol;
using Google.Protobuf;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>The SQL of the histories: a row is what one turn added.</summary>
internal static class HistoryTable
{
    public static List<HistoryEvent> Read(SqliteDatabase database, long instance)
    {
        var statement = database.Prepare("SELECT events FROM history WHERE instance = ?1 ORDER BY turn").Bind(1, instance);
        var events = new List<HistoryEvent>();
        while (statement.Step())
            events.AddRange(GetInstanceHistoryResponse.Parser.ParseFrom(statement.Blob(0)).Events);
        return events;
    }

    public static void Append(SqliteDatabase database, long instance, long turn, IReadOnlyList<HistoryEvent> events)
    {
        if (events.Count == 0)
            return;
        var chunk = new GetInstanceHistoryResponse();
        chunk.Events.AddRange(events);
        database.Prepare("INSERT INTO history (instance, turn, events) VALUES (?1, ?2, ?3)")
            .Bind(1, instance).Bind(2, turn).Bind(3, chunk.ToByteArray()).Run();
    }

    public static void Clear(SqliteDatabase database, long instance) =>
        database.Prepare("DELETE FROM history WHERE instance = ?1").Bind(1, instance).Run();
}
