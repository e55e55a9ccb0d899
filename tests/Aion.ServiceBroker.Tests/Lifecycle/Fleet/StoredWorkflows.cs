using Microsoft.Data.Sqlite;

namespace Aion.ServiceBroker.Tests.Lifecycle.Fleet;

/// <summary>What workflows.db holds of all workflows together.</summary>
/// <param name="Instances">How many workflows there are.</param>
/// <param name="Turns">How many turns they took.</param>
/// <param name="MostTurns">The turns of the one that took most.</param>
/// <param name="Rows">Rows of all histories.</param>
/// <param name="EventBytes">Bytes of all histories.</param>
/// <param name="Open">Events and activities that wait to be taken.</param>
/// <param name="Timers">Timers that are not due yet.</param>
internal sealed record StoredWorkflows(long Instances, long Turns, long MostTurns, long Rows, long EventBytes, long Open, long Timers)
{
    /// <summary>Reads the store of a running sidecar.</summary>
    public static StoredWorkflows Read(string home)
    {
        var source = new SqliteConnectionStringBuilder { DataSource = Path.Combine(home, "state", "workflows.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        using var connection = new SqliteConnection(source.ToString());
        connection.Open();
        using var query = connection.CreateCommand();
        query.CommandText = """
            SELECT (SELECT COUNT(*) FROM instance), (SELECT SUM(turn) FROM instance), (SELECT MAX(turn) FROM instance),
                   (SELECT COUNT(*) FROM history), (SELECT SUM(LENGTH(events)) FROM history),
                   (SELECT COUNT(*) FROM inbox) + (SELECT COUNT(*) FROM task), (SELECT COUNT(*) FROM timer)
            """;
        using var row = query.ExecuteReader();
        row.Read();
        return new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6));
    }
}
