using Aion.Sidecar.Components.Loading;

namespace Aion.Sidecar.Components.Sqlite;

/// <summary>The metadata that all SQLite components have.</summary>
internal static class SqliteSettings
{
    private const string ConnectionString = "connectionString";

    /// <summary>The path in connectionString, which is a path, or a path after file:.</summary>
    public static string ReadPath(MetadataReader metadata)
    {
        // daprd has these; here WAL is always on and nobody else holds the file.
        metadata.Allow("timeout", "busyTimeout", "disableWAL");
        var text = metadata.Required(ConnectionString);
        var path = text.StartsWith("file:", StringComparison.Ordinal) ? text["file:".Length..] : text;
        if (path.Contains(":memory:", StringComparison.Ordinal) || path.Contains("mode=memory", StringComparison.Ordinal))
        {
            metadata.Fail(ConnectionString, "keeps nothing; use an in-memory component, or write the path of a file");
        }
        else if (path.Contains('?') || path.Contains('='))
        {
            metadata.Fail(ConnectionString, "has options; write only the path of a file, such as aion.db");
        }

        return path;
    }
}
