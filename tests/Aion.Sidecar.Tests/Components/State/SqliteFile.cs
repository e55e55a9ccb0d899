using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Aion.Sidecar.Tests.Components.State;

/// <summary>Looks into a database file from outside.</summary>
internal static class SqliteFile
{
    public static long Count(string path, string table)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
