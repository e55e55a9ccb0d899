using Microsoft.Extensions.Logging;

namespace Aion.Cli.HostLogging;

/// <summary>Leads the loggers of one app to the host's log.</summary>
internal sealed class HostLogProvider(HostLog log, string app) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new HostLogger(log, app, categoryName);

    /// <summary>The log belongs to the host, which outlives its apps.</summary>
    public void Dispose()
    {
    }
}
