namespace Aion.Sidecar.Components.Sqlite;

/// <summary>The open database files; components that name the same file share its engine, and with it the flushes of the disk.</summary>
internal sealed class SqliteEngines : IAsyncDisposable
{
    private readonly Dictionary<string, SqliteEngine> engines = new(StringComparer.Ordinal);

    /// <param name="fullPath">The absolute path of the file.</param>
    public SqliteEngine Open(string fullPath)
    {
        lock (engines)
        {
            if (!engines.TryGetValue(fullPath, out var engine))
            {
                engine = SqliteEngine.Open(fullPath);
                engines.Add(fullPath, engine);
            }

            return engine;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in engines.Values)
        {
            await engine.DisposeAsync();
        }
    }
}
