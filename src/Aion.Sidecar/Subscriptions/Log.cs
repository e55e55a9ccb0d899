using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Subscriptions;

internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Information, "App {AppId} subscribes to {Topic} of {PubSub} ({Kind}).", EventName = "Subscribed")]
    public static partial void Subscribed(ILogger logger, string appId, string topic, string pubSub, SubscriptionKind kind);

    [LoggerMessage(1201, LogLevel.Debug, "App {AppId} did not take event {Id} of {Topic}, delivery {Attempt}; it comes again in {Delay}.", EventName = "Retrying")]
    public static partial void Retrying(ILogger logger, string appId, string id, string topic, int attempt, TimeSpan delay);

    [LoggerMessage(1202, LogLevel.Warning, "Event {Id} of {Topic} goes to {DeadLetterTopic}: {Reason}.", EventName = "DeadLetter")]
    public static partial void DeadLetter(ILogger logger, string id, string topic, string deadLetterTopic, string reason);

    [LoggerMessage(1203, LogLevel.Warning, "Event {Id} of {Topic} is dropped: {Reason}. The subscription names no dead-letter topic.", EventName = "Dropped")]
    public static partial void Dropped(ILogger logger, string id, string topic, string reason);

    [LoggerMessage(1204, LogLevel.Error, "Publishing event {Id} of {Topic} to dead-letter topic {DeadLetterTopic} failed; it is tried again.", EventName = "DeadLetterFailed")]
    public static partial void DeadLetterFailed(ILogger logger, string id, string topic, string deadLetterTopic, Exception error);

    [LoggerMessage(1205, LogLevel.Error, "The subscription of app {AppId} to {Topic} of {PubSub} failed; it starts again in {Delay}.", EventName = "SubscriptionFailed")]
    public static partial void SubscriptionFailed(ILogger logger, string appId, string topic, string pubSub, TimeSpan delay, Exception error);

    [LoggerMessage(1206, LogLevel.Warning, "App {AppId} subscribes to {Topic}, but there is no pub/sub component {PubSub}.", EventName = "UnknownPubSub")]
    public static partial void UnknownPubSub(ILogger logger, string appId, string topic, string pubSub);

    [LoggerMessage(1207, LogLevel.Warning, "App {AppId} subscribes to {Topic} of {PubSub} without a default route; routing rules are not served.", EventName = "NoRoute")]
    public static partial void NoRoute(ILogger logger, string appId, string topic, string pubSub);

    [LoggerMessage(1208, LogLevel.Information, "App {AppId} is up at port {Port} with {Count} subscriptions.", EventName = "AppUp")]
    public static partial void AppUp(ILogger logger, string appId, int port, int count);

    [LoggerMessage(1209, LogLevel.Information, "App {AppId} is down at port {Port}; its events wait.", EventName = "AppDown")]
    public static partial void AppDown(ILogger logger, string appId, int port);

    [LoggerMessage(1210, LogLevel.Warning, "App {AppId} did not give its subscriptions; asked again in {Delay}.", EventName = "SubscriptionsFailed")]
    public static partial void SubscriptionsFailed(ILogger logger, string appId, TimeSpan delay, Exception error);

    [LoggerMessage(1211, LogLevel.Warning, "What is known of crashes of app {AppId} cannot be read; they are counted anew: {Reason}", EventName = "CrashesUnreadable")]
    public static partial void CrashesUnreadable(ILogger logger, string appId, string reason);

    [LoggerMessage(1212, LogLevel.Warning, "What is known of crashes of app {AppId} is not saved: {Reason}", EventName = "CrashesNotSaved")]
    public static partial void CrashesNotSaved(ILogger logger, string appId, string reason);
}
