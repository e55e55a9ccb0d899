using Microsoft.Extensions.Logging;

namespace Aion.Client;

internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Information, "Receiving kanbans of {Service} number {Number} from {Address}")]
    public static partial void Receiving(ILogger logger, string service, int number, Uri address);

    [LoggerMessage(4002, LogLevel.Warning, "The stream of kanbans was lost and is opened again: {Reason}")]
    public static partial void StreamLost(ILogger logger, string reason);

    [LoggerMessage(4003, LogLevel.Warning, "A kanban could not be sent and is tried again: {Reason}")]
    public static partial void SendRetried(ILogger logger, string reason);

    [LoggerMessage(4004, LogLevel.Warning, "service-broker does not know yet whether this instance is busy, and is told again: {Reason}")]
    public static partial void BusyRetried(ILogger logger, string reason);
}
