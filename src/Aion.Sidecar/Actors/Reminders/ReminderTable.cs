using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Actors.Reminders;

/// <summary>The reminders' table. Times are ticks of UTC, pauses ticks.</summary>
internal static class ReminderTable
{
    private const string OfKey = "WHERE type = ? AND id = ? AND name = ?";

    private const string Columns = "type, id, name, stamp, data, due_time, period, repeats, expires, retry_pause, retry_most, tick, next, fired, attempts";

    public static void Create(SqliteDatabase database) => database.Execute(
        """
        CREATE TABLE IF NOT EXISTS actor_reminder(
          type TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, stamp TEXT NOT NULL, data BLOB, due_time TEXT NOT NULL,
          period INTEGER, repeats INTEGER, expires INTEGER, retry_pause INTEGER, retry_most INTEGER,
          tick INTEGER NOT NULL, next INTEGER NOT NULL, fired INTEGER NOT NULL, attempts INTEGER NOT NULL,
          PRIMARY KEY(type, id, name)) WITHOUT ROWID
        """);

    public static List<ActorReminder> ReadAll(SqliteDatabase database)
    {
        var rows = database.Prepare($"SELECT {Columns} FROM actor_reminder");
        var reminders = new List<ActorReminder>();
        while (rows.Step())
            reminders.Add(Read(rows));
        return reminders;
    }

    public static bool Exists(SqliteDatabase database, ReminderKey key)
    {
        var row = Bind(database.Prepare($"SELECT 1 FROM actor_reminder {OfKey}"), 1, key);
        var exists = row.Step();
        row.Reset();
        return exists;
    }

    public static void Save(SqliteDatabase database, ActorReminder reminder)
    {
        var statement = Bind(
            database.Prepare($"INSERT OR REPLACE INTO actor_reminder({Columns}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"), 1, reminder.Key);
        statement.Bind(4, reminder.Stamp.ToString());
        if (reminder.Data is { } data)
            statement.Bind(5, data);
        else
            statement.Bind(5, (string?)null);
        statement.Bind(6, reminder.DueTime).Bind(7, reminder.Period?.Ticks).Bind(8, (long?)reminder.Repeats).Bind(9, reminder.ExpiresAt?.UtcTicks)
            .Bind(10, reminder.Retries.Interval?.Ticks).Bind(11, (long?)reminder.Retries.Most)
            .Bind(12, reminder.Tick.UtcTicks).Bind(13, reminder.Next.UtcTicks).Bind(14, reminder.Fired).Bind(15, reminder.Attempts)
            .Run();
    }

    /// <summary>Writes how far it got, unless it was replaced or deleted meanwhile.</summary>
    public static void SaveProgress(SqliteDatabase database, ActorReminder reminder)
    {
        var statement = database.Prepare($"UPDATE actor_reminder SET tick = ?, next = ?, fired = ?, attempts = ? {OfKey} AND stamp = ?");
        statement.Bind(1, reminder.Tick.UtcTicks).Bind(2, reminder.Next.UtcTicks).Bind(3, reminder.Fired).Bind(4, reminder.Attempts);
        Bind(statement, 5, reminder.Key).Bind(8, reminder.Stamp.ToString()).Run();
    }

    /// <summary>Deletes that very reminder, not one that took its name meanwhile.</summary>
    public static void DeleteEnded(SqliteDatabase database, ActorReminder reminder) =>
        Bind(database.Prepare($"DELETE FROM actor_reminder {OfKey} AND stamp = ?"), 1, reminder.Key).Bind(4, reminder.Stamp.ToString()).Run();

    public static void Delete(SqliteDatabase database, ReminderKey key) =>
        Bind(database.Prepare($"DELETE FROM actor_reminder {OfKey}"), 1, key).Run();

    /// <param name="database">The database.</param>
    /// <param name="type">The actor type.</param>
    /// <param name="id">null: of all actors of the type.</param>
    public static void DeleteAll(SqliteDatabase database, string type, string? id) =>
        database.Prepare("DELETE FROM actor_reminder WHERE type = ?1 AND (?2 IS NULL OR id = ?2)").Bind(1, type).Bind(2, id).Run();

    private static SqliteStatement Bind(SqliteStatement statement, int first, ReminderKey key) =>
        statement.Bind(first, key.Actor.Type).Bind(first + 1, key.Actor.Id).Bind(first + 2, key.Name);

    private static ActorReminder Read(SqliteStatement row) => new(new ReminderKey(new ActorKey(row.Text(0), row.Text(1)), row.Text(2)))
    {
        Stamp = Guid.Parse(row.Text(3)),
        Data = row.IsNull(4) ? null : row.Blob(4),
        DueTime = row.Text(5),
        Period = Span(row, 6),
        Repeats = (int?)row.NullableInt64(7),
        ExpiresAt = row.NullableInt64(8) is { } expires ? Time(expires) : null,
        Retries = new ReminderRetries(Span(row, 9), (int?)row.NullableInt64(10)),
        Tick = Time(row.Int64(11)),
        Next = Time(row.Int64(12)),
        Fired = (int)row.Int64(13),
        Attempts = (int)row.Int64(14),
    };

    private static TimeSpan? Span(SqliteStatement row, int column) => row.NullableInt64(column) is { } ticks ? TimeSpan.FromTicks(ticks) : null;

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
