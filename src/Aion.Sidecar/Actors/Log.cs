using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Actors;

internal static partial class Log
{
    [LoggerMessage(1750, LogLevel.Information, "App {AppId} hosts actors of the types {Types}.", EventName = "HostUp")]
    public static partial void HostUp(ILogger logger, string appId, string types);

    [LoggerMessage(1751, LogLevel.Information, "App {AppId} hosts actors no more.", EventName = "HostDown")]
    public static partial void HostDown(ILogger logger, string appId);

    [LoggerMessage(1752, LogLevel.Warning, "App {AppId} declares actors, but no state store that it may use has metadata actorStateStore: \"true\"; it hosts none.", EventName = "NoActorStateStore")]
    public static partial void NoActorStateStore(ILogger logger, string appId);

    [LoggerMessage(1753, LogLevel.Warning, "App {AppId} did not give its actor configuration; asked again in {Delay}.", EventName = "ConfigFailed")]
    public static partial void ConfigFailed(ILogger logger, string appId, TimeSpan delay, Exception error);

    [LoggerMessage(1754, LogLevel.Warning, "The actor configuration of app {AppId} is no JSON; it hosts no actors: {Reason}", EventName = "ConfigMalformed")]
    public static partial void ConfigMalformed(ILogger logger, string appId, string reason);

    [LoggerMessage(1755, LogLevel.Warning, "App {AppId}: {Name} \"{Value}\" is no duration; {Missing} is used.", EventName = "ConfigDuration")]
    public static partial void ConfigDuration(ILogger logger, string appId, string name, string value, TimeSpan missing);

    [LoggerMessage(1756, LogLevel.Warning, "App {AppId} configures actor type {Type}, which it does not host.", EventName = "ConfigOfForeignType")]
    public static partial void ConfigOfForeignType(ILogger logger, string appId, string type);

    [LoggerMessage(1757, LogLevel.Debug, "Actor {Actor} is deactivated in app {AppId}.", EventName = "Deactivated")]
    public static partial void Deactivated(ILogger logger, ActorKey actor, string appId);

    [LoggerMessage(1758, LogLevel.Information, "App {AppId} could not be told that actor {Actor} is deactivated: {Reason}", EventName = "DeactivationFailed")]
    public static partial void DeactivationFailed(ILogger logger, ActorKey actor, string appId, string reason);

    [LoggerMessage(1759, LogLevel.Information, "Reminder {Name} of actor {Actor} failed, attempt {Attempt}: {Reason}", EventName = "ReminderFailed")]
    public static partial void ReminderFailed(ILogger logger, string name, ActorKey actor, int attempt, string reason);

    [LoggerMessage(1760, LogLevel.Information, "Timer {Name} of actor {Actor} failed: {Reason}", EventName = "TimerFailed")]
    public static partial void TimerFailed(ILogger logger, string name, ActorKey actor, string reason);

    [LoggerMessage(1761, LogLevel.Error, "That reminder {Name} of actor {Actor} fired could not be stored; it may fire again after a restart.", EventName = "ReminderNotStored")]
    public static partial void ReminderNotStored(ILogger logger, string name, ActorKey actor, Exception error);

    [LoggerMessage(1762, LogLevel.Error, "The reminders in {Path} cannot be opened; none fires until the next start.", EventName = "RemindersNotOpened")]
    public static partial void RemindersNotOpened(ILogger logger, string path, Exception error);

    [LoggerMessage(1763, LogLevel.Error, "Background work of the actor runtime failed.", EventName = "BackgroundFailed")]
    public static partial void BackgroundFailed(ILogger logger, Exception error);
}
