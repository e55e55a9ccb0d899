using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Api;

internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Error, "A call of the sidecar's API ended in an error that is ours.", EventName = "Unhandled")]
    public static partial void Unhandled(ILogger logger, Exception error);
}
