namespace Aion.ServiceBroker.Health;

internal static partial class Log
{
    [LoggerMessage(3650, LogLevel.Error, "{Instance}: its health cannot be asked")]
    public static partial void CheckBroke(ILogger logger, string instance, Exception exception);

    [LoggerMessage(3651, LogLevel.Error, "{Instance}: a change of its health was not taken note of")]
    public static partial void VerdictLost(ILogger logger, string instance, Exception exception);
}
