namespace Aion.ServiceBroker.Platforms.Processes;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Information, "{Instance}: adopted process {Pid} of an earlier run")]
    public static partial void Adopted(ILogger logger, string instance, int pid);

    [LoggerMessage(3002, LogLevel.Information, "{Instance}: ended {Count} process(es) that an earlier run left")]
    public static partial void LeftoverEnded(ILogger logger, string instance, int count);

    [LoggerMessage(3003, LogLevel.Warning, "A log file cannot be rotated: {Problem}")]
    public static partial void RotationFailed(ILogger logger, string problem);
}
