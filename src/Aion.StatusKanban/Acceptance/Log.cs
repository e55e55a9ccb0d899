namespace Aion.StatusKanban.Acceptance;

internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Warning, "Publishing {Count} kanbans is tried again: {Reason}")]
    public static partial void PublishRetried(ILogger logger, int count, string reason);

    [LoggerMessage(2002, LogLevel.Error, "{Count} kanbans were not stored, their senders are told: {Reason}")]
    public static partial void PublishFailed(ILogger logger, int count, string reason);

    [LoggerMessage(2003, LogLevel.Information, "A kanban of {Service} was refused: {Reason}")]
    public static partial void Refused(ILogger logger, string service, string reason);
}
