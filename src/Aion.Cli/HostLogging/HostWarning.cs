using Microsoft.Extensions.Logging;

namespace Aion.Cli.HostLogging;

/// <summary>A warning or error of an app, and how often it came in a row.</summary>
internal sealed class HostWarning(DateTimeOffset time, string app, LogLevel level, string message, int count)
{
    public DateTimeOffset Time { get; private set; } = time;

    public string App { get; } = app;

    public LogLevel Level { get; } = level;

    public string Message { get; } = message;

    public int Count { get; private set; } = count;

    /// <summary>It came again.</summary>
    public void Repeat(DateTimeOffset time)
    {
        Time = time;
        Count++;
    }
}
