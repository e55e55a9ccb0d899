using Microsoft.Extensions.Logging;

namespace Aion.ServiceDefaults;

internal static partial class Log
{
    [LoggerMessage(6001, LogLevel.Information, "Waiting for the sidecar at {Endpoint}: {Problem}")]
    public static partial void SidecarAwaited(ILogger logger, Uri endpoint, string problem);

    [LoggerMessage(6002, LogLevel.Information, "The sidecar at {Endpoint} is ready after {Seconds:0.0} s")]
    public static partial void SidecarReady(ILogger logger, Uri endpoint, double seconds);
}
