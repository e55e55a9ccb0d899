using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Components;

/// <summary>Log messages of component loading; event ids 1000 to 1019.</summary>
internal static partial class ComponentLog
{
    [LoggerMessage(1003, LogLevel.Debug, "Skipped {Kind} at {Mark}: it is not a component", EventName = "SkippedKind")]
    public static partial void SkippedKind(ILogger logger, string kind, string mark);

    [LoggerMessage(1001, LogLevel.Information, "Component {Name} ({Type}) is ready", EventName = "Loaded")]
    public static partial void Loaded(ILogger logger, string name, string type);

    [LoggerMessage(1002, LogLevel.Warning, "Component {Name} ({Type}) cannot be used and is left out, because it has ignoreErrors: {Reason}", EventName = "IgnoredFailure")]
    public static partial void IgnoredFailure(ILogger logger, string name, string type, string reason);
}
