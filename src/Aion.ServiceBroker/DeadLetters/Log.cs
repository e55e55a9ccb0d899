namespace Aion.ServiceBroker.DeadLetters;

internal static partial class Log
{
    [LoggerMessage(3501, LogLevel.Warning, "A delivery of kanban.dead cannot be read: {Problem}")]
    public static partial void BadDelivery(ILogger logger, string problem);

    [LoggerMessage(3502, LogLevel.Warning, "{Count} dead letters were not indexed and will be tried again: {Problem}")]
    public static partial void NotIndexed(ILogger logger, int count, string problem);

    [LoggerMessage(3504, LogLevel.Warning, "{Count} dead letters were deleted on request: {Which}")]
    public static partial void Deleted(ILogger logger, int count, string which);

    [LoggerMessage(3503, LogLevel.Information, "{Redriven} dead letters were redriven, {Problems} were not")]
    public static partial void Redriven(ILogger logger, int redriven, int problems);
}
