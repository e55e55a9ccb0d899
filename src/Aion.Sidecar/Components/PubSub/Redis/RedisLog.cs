using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Components.PubSub.Redis;

/// <summary>Log messages of pubsub.redis; event ids 1020 to 1039.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(1020, LogLevel.Warning, "Group {Group} of stream {Stream} cannot read and tries again: {Reason}", EventName = "ReadFailed")]
    public static partial void ReadFailed(ILogger logger, string stream, string group, string reason);

    [LoggerMessage(1021, LogLevel.Information, "Group {Group} of stream {Stream} reads again", EventName = "ReadRecovered")]
    public static partial void ReadRecovered(ILogger logger, string stream, string group);

    [LoggerMessage(1022, LogLevel.Warning, "Group {Group} of stream {Stream} was gone at the server and is made again, reading on behind {Position}", EventName = "GroupRecreated")]
    public static partial void GroupRecreated(ILogger logger, string stream, string group, string position);

    [LoggerMessage(1023, LogLevel.Information, "Group {Group} of stream {Stream} takes over {Count} messages that a consumer left", EventName = "TookOver")]
    public static partial void TookOver(ILogger logger, string stream, string group, int count);
}
