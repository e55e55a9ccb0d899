using Microsoft.Extensions.Logging;

namespace Aion.Cli.Hosting;

internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Information, "Host process {Pid} starts {Project}")]
    public static partial void HostStarts(ILogger logger, int pid, string project);

    [LoggerMessage(5002, LogLevel.Information, "Host is ready after {Seconds:0.0} s; API at {Api}")]
    public static partial void HostReady(ILogger logger, double seconds, Uri api);

    [LoggerMessage(5003, LogLevel.Information, "Host stops")]
    public static partial void HostStops(ILogger logger);

    [LoggerMessage(5004, LogLevel.Error, "{App} ended by itself; everything is stopped")]
    public static partial void AppEnded(ILogger logger, string app);

    [LoggerMessage(5005, LogLevel.Warning, "The last host (process {Pid}) ended without stopping")]
    public static partial void PredecessorDied(ILogger logger, int pid);

    [LoggerMessage(5006, LogLevel.Error, "The display of the status ended with a failure; everything else goes on")]
    public static partial void DisplayFailed(ILogger logger, Exception failure);
}
