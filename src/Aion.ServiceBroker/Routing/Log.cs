namespace Aion.ServiceBroker.Routing;

internal static partial class Log
{
    [LoggerMessage(3101, LogLevel.Warning, "{Failed} of {Count} kanbans were not published to {Topic} and will be tried again: {Problem}")]
    public static partial void PublishPartlyFailed(ILogger logger, int failed, int count, string topic, string problem);

    [LoggerMessage(3102, LogLevel.Warning, "{Count} kanbans were not published to {Topic} and will be tried again: {Problem}")]
    public static partial void PublishFailed(ILogger logger, int count, string topic, string problem);

    [LoggerMessage(3103, LogLevel.Warning, "A delivery of {Topic} cannot be read: {Problem}")]
    public static partial void BadDelivery(ILogger logger, string topic, string problem);

    [LoggerMessage(3105, LogLevel.Information, "The queue that {Instance} subscribed is empty; {Count} kanbans in it were set aside")]
    public static partial void Drained(ILogger logger, string instance, int count);

    [LoggerMessage(3106, LogLevel.Warning, "What was left for {Instance} by its subscription is not set aside yet: {Problem}")]
    public static partial void NotDrained(ILogger logger, string instance, string problem);

    [LoggerMessage(3104, LogLevel.Information, "{Count} kanban(s) were set aside, see the dead letters for the reasons")]
    public static partial void SetAside(ILogger logger, int count);
}
