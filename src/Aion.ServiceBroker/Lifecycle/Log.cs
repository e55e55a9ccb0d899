using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle;

internal static partial class Log
{
    [LoggerMessage(3201, LogLevel.Information, "{Instance} cannot be started: {Cause}")]
    public static partial void StartFailed(ILogger logger, string instance, string cause);

    [LoggerMessage(3202, LogLevel.Error, "{Instance} cannot be started")]
    public static partial void StartBroke(ILogger logger, string instance, Exception exception);

    [LoggerMessage(3203, LogLevel.Information, "{Instance} ended: {Exit}")]
    public static partial void Ended(ILogger logger, string instance, InstanceExit exit);

    [LoggerMessage(3204, LogLevel.Information, "{Instance} will be started again in {Seconds:0.0} s: {Cause}")]
    public static partial void Backoff(ILogger logger, string instance, string? cause, double seconds);

    [LoggerMessage(3205, LogLevel.Warning, "States of instances cannot be stored, trying again: {Problem}")]
    public static partial void JournalStuck(ILogger logger, string problem);

    [LoggerMessage(3206, LogLevel.Debug, "The queues cannot be looked at: {Problem}")]
    public static partial void QueuesUnknown(ILogger logger, string problem);

    [LoggerMessage(3207, LogLevel.Information, "{Instance} is started: {Count} kanban(s) wait in its queue")]
    public static partial void WokenByQueue(ILogger logger, string instance, int count);
}
