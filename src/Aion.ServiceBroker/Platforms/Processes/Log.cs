namespace Aion.ServiceBroker.Platforms.Processes;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Information, "{Instance}: adopted process {Pid} of an earlier run")]
    public static partial void Adopted(ILogger logger, string instance, int pid);

    [LoggerMessage(3002, LogLevel.Information, "{Instance}: ended {Count} process(es) that an earlier run left")]
    public static partial void LeftoverEnded(ILogger logger, string instance, int count);

    [LoggerMessage(3003, LogLevel.Warning, "A log file cannot be rotated: {Problem}")]
    public static partial void RotationFailed(ILogger logger, string problem);

    [LoggerMessage(3004, LogLevel.Error, "{Instance} has ended, and what it leaves cannot be cleared away: {Problem}")]
    public static partial void NotTidied(ILogger logger, string instance, string problem);

    [LoggerMessage(3005, LogLevel.Warning, "{Instance}: its process id cannot be recorded; the next run would end it and not adopt it: {Problem}")]
    public static partial void PidNotRecorded(ILogger logger, string instance, string problem);
}
