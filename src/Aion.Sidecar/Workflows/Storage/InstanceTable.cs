using Aion.Sidecar.Components.Sqlite;
using DurableTask.Protocol;
using Google.Protobuf;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>The SQL of the instances.</summary>
internal static class InstanceTable
{
    private const string Columns =
        "key, app, id, turn, status, held, created, updated, started, completed, execution, version, custom, start, outcome, run, received";

    public static InstanceRow? Find(SqliteDatabase database, string app, string id) =>
        ReadOne(database.Prepare($"SELECT {Columns} FROM instance WHERE app = ?1 AND id = ?2").Bind(1, app).Bind(2, id));

    public static InstanceRow? Find(SqliteDatabase database, long key) =>
        ReadOne(database.Prepare($"SELECT {Columns} FROM instance WHERE key = ?1").Bind(1, key));

    /// <summary>The ids of an app in the order of their creation.</summary>
    public static List<(long Key, string Id)> List(SqliteDatabase database, string app, long after, int count)
    {
        var statement = database.Prepare("SELECT key, id FROM instance WHERE app = ?1 AND key > ?2 ORDER BY key LIMIT ?3");
        statement.Bind(1, app).Bind(2, after).Bind(3, (long)count);
        var ids = new List<(long, string)>();
        while (statement.Step())
            ids.Add((statement.Int64(0), statement.Text(1)));
        return ids;
    }

    public static List<InstanceRow> ListEnded(SqliteDatabase database, string app, DateTime from, DateTime to)
    {
        var statement = database.Prepare(
            $"SELECT {Columns} FROM instance WHERE app = ?1 AND outcome IS NOT NULL AND created >= ?2 AND created <= ?3");
        statement.Bind(1, app).Bind(2, from.Ticks).Bind(3, to.Ticks);
        var rows = new List<InstanceRow>();
        while (statement.Step())
            rows.Add(Read(statement));
        return rows;
    }

    public static long Insert(SqliteDatabase database, string app, string id, HistoryEvent start, PropagatedHistory? received, bool isHeld, DateTime now)
    {
        var statement = database.Prepare(
            """
            INSERT INTO instance (app, id, turn, run, status, held, created, updated, execution, start, received)
            VALUES (?1, ?2, 0, 0, ?3, ?4, ?5, ?5, ?6, ?7, ?8) RETURNING key
            """);
        statement.Bind(1, app).Bind(2, id).Bind(3, (long)OrchestrationStatus.Pending).Bind(4, isHeld ? 1L : 0L).Bind(5, now.Ticks)
            .Bind(6, start.ExecutionStarted.WorkflowInstance.ExecutionId ?? "").Bind(7, start.ToByteArray());
        Bind(statement, 8, received);
        statement.Step();
        var key = statement.Int64(0);
        statement.Reset();
        return key;
    }

    /// <summary>false: it is gone, or has had another turn.</summary>
    public static bool TryAdvance(SqliteDatabase database, TurnCommit commit, DateTime now)
    {
        var statement = database.Prepare(
            """
            UPDATE instance SET turn = turn + 1, status = ?3, held = ?4, updated = ?5, started = coalesce(started, ?5), version = ?6,
                custom = ?7, outcome = ?8, completed = ?9
            WHERE key = ?1 AND turn = ?2 RETURNING key
            """);
        statement.Bind(1, commit.Instance.Key).Bind(2, commit.Turn).Bind(3, (long)commit.Status).Bind(4, commit.IsHeld ? 1L : 0L)
            .Bind(5, now.Ticks).Bind(6, commit.Version).Bind(7, commit.CustomStatus);
        Bind(statement, 8, commit.Outcome);
        statement.Bind(9, commit.Outcome is null ? null : now.Ticks);
        var isAdvanced = statement.Step();
        statement.Reset();
        return isAdvanced;
    }

    public static void Restart(SqliteDatabase database, long key, HistoryEvent start, PropagatedHistory? received)
    {
        var statement = database.Prepare("UPDATE instance SET run = turn, start = ?2, execution = ?3, received = ?4 WHERE key = ?1");
        statement.Bind(1, key).Bind(2, start.ToByteArray()).Bind(3, start.ExecutionStarted.WorkflowInstance.ExecutionId ?? "");
        Bind(statement, 4, received);
        statement.Run();
    }

    public static void Release(SqliteDatabase database, long key) =>
        database.Prepare("UPDATE instance SET held = 0 WHERE key = ?1").Bind(1, key).Run();

    /// <summary>Removes it with everything that belongs to it.</summary>
    public static void Delete(SqliteDatabase database, long key)
    {
        HistoryTable.Clear(database, key);
        InboxTable.Clear(database, key);
        TaskTable.Clear(database, key);
        TimerTable.Clear(database, key);
        database.Prepare("DELETE FROM instance WHERE key = ?1").Bind(1, key).Run();
    }

    private static InstanceRow? ReadOne(SqliteStatement statement)
    {
        if (!statement.Step())
            return null;
        var row = Read(statement);
        statement.Reset();
        return row;
    }

    private static InstanceRow Read(SqliteStatement row) => new()
    {
        Instance = new InstanceRef(row.Text(1), row.Text(2), row.Int64(0)),
        Turn = row.Int64(3),
        Status = (OrchestrationStatus)row.Int64(4),
        IsHeld = row.Int64(5) != 0,
        Created = Time(row.Int64(6)),
        Updated = Time(row.Int64(7)),
        Started = row.NullableInt64(8) is { } started ? Time(started) : null,
        Completed = row.NullableInt64(9) is { } completed ? Time(completed) : null,
        ExecutionId = row.Text(10),
        Version = row.IsNull(11) ? null : row.Text(11),
        CustomStatus = row.IsNull(12) ? null : row.Text(12),
        Start = HistoryEvent.Parser.ParseFrom(row.Blob(13)),
        Outcome = row.IsNull(14) ? null : ExecutionCompletedEvent.Parser.ParseFrom(row.Blob(14)),
        Run = row.Int64(15),
        Received = row.IsNull(16) ? null : PropagatedHistory.Parser.ParseFrom(row.Blob(16)),
    };

    private static void Bind(SqliteStatement statement, int index, IMessage? message)
    {
        if (message is null)
            statement.Bind(index, (long?)null);
        else
            statement.Bind(index, message.ToByteArray());
    }

    private static DateTime Time(long ticks) => new(ticks, DateTimeKind.Utc);
}
