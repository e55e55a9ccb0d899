using Microsoft.Extensions.Logging;

namespace Aion.Cli.HostLogging;

/// <summary>One category of one app.</summary>
internal sealed class HostLogger(HostLog log, string app, string category) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        log.Write(app, category, logLevel, eventId, formatter(state, exception), exception);
}
