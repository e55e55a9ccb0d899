using Aion.Sidecar.Components.Sqlite;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Components.Loading;

/// <summary>What components are opened with.</summary>
/// <param name="DataDirectory">Relative paths in metadata resolve against it.</param>
/// <param name="TimeProvider">Clock and timers.</param>
/// <param name="LoggerFactory">Where components log.</param>
/// <param name="Engines">The database files, shared by the components that name them.</param>
internal sealed record ComponentContext(string DataDirectory, TimeProvider TimeProvider, ILoggerFactory LoggerFactory, SqliteEngines Engines)
{
    public SqliteEngine OpenDatabase(string path) => Engines.Open(Resolve(path));

    public string Resolve(string path) => Path.GetFullPath(path, Path.GetFullPath(DataDirectory));
}
