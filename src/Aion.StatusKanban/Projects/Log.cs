namespace Aion.StatusKanban.Projects;

internal static partial class Log
{
    [LoggerMessage(2201, LogLevel.Information, "Project generation {Generation} is in force, with {Count} queues")]
    public static partial void Applied(ILogger logger, long generation, int count);

    [LoggerMessage(2202, LogLevel.Warning, "The applied project could not be read, the queues stay as they are: {Reason}")]
    public static partial void NotRead(ILogger logger, string reason);

    [LoggerMessage(2203, LogLevel.Information, "The subscription to aion.lifecycle was lost and is opened again: {Reason}")]
    public static partial void LifecycleLost(ILogger logger, string reason);
}
