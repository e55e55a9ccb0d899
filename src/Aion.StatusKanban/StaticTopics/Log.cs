namespace Aion.StatusKanban.StaticTopics;

internal static partial class Log
{
    [LoggerMessage(2301, LogLevel.Error, "Static topic {Topic} could not be changed: {Reason}")]
    public static partial void NotStored(ILogger logger, string topic, string reason);

    [LoggerMessage(2302, LogLevel.Warning, "Static topic {Topic} could not be read and is tried again: {Reason}")]
    public static partial void NotRead(ILogger logger, string topic, string reason);

    [LoggerMessage(2303, LogLevel.Error, "Static topic {Topic}: the kanban {Id} cannot be read and is passed over: {Reason}")]
    public static partial void Unreadable(ILogger logger, string topic, string id, string reason);
}
