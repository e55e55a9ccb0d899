using System.Diagnostics;
using Aion.Bench.Measuring;
using Microsoft.Data.Sqlite;

namespace Aion.Bench.Floors;

/// <summary>A durable insert: one row of 300 bytes, one commit with synchronous=FULL in WAL mode.</summary>
internal static class SqliteFloor
{
    public static Samples Run(string directory, int commits, int rowsPerCommit)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "floor.db")};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS item(id INTEGER PRIMARY KEY, data BLOB)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO item(data) VALUES($data)";
        insert.Parameters.AddWithValue("$data", new byte[300]);
        var samples = new List<double>(commits);
        for (var i = 0; i < commits; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var row = 0; row < rowsPerCommit; row++)
            {
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
            samples.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return new Samples(samples);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
