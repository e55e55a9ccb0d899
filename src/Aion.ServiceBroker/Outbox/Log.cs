namespace Aion.ServiceBroker.Outbox;

internal static partial class Log
{
    [LoggerMessage(3401, LogLevel.Warning, "{Count} kanbans for {Device} were not stored and will be tried again: {Problem}")]
    public static partial void NotStored(ILogger logger, int count, string device, string problem);
}
