namespace Aion.ServiceBroker.Routing;

internal static partial class Log
{
    [LoggerMessage(3101, LogLevel.Warning, "{Failed} of {Count} kanbans were not published to {Topic} and will be tried again: {Problem}")]
    public static partial void PublishPartlyFailed(ILogger logger, int failed, int count, string topic, string problem);

    [LoggerMessage(3102, LogLevel.Warning, "{Count} kanbans were not published to {Topic} and will be tried again: {Problem}")]
    public static partial void PublishFailed(ILogger logger, int count, string topic, string problem);

    [LoggerMessage(3103, LogLevel.Warning, "A delivery of {Topic} cannot be read: {Problem}")]
    public static partial void BadDelivery(ILogger logger, string topic, string problem);

    [LoggerMessage(3104, LogLevel.Debug, "Kanban {Id} of {Service} {Number} is set aside, {Reason}: {Text}")]
    public static partial void DeadLetter(ILogger logger, string id, string service, int number, string reason, string text);
}
