using Microsoft.Extensions.Primitives;

namespace Aion.Sidecar.Actors.Calls;

/// <summary>What an actor answered: always with status 200, even when it failed by its own account.</summary>
internal sealed record ActorAnswer(string ContentType, IReadOnlyList<KeyValuePair<string, StringValues>> Headers, byte[] Body)
{
    /// <summary>The SDK for .NET tells an exception of the actor by this header; its value is for the caller.</summary>
    public const string ErrorHeader = "X-DaprErrorResponseHeader";

    /// <summary>The app asks not to be called for this reminder or timer again.</summary>
    public const string CancelHeader = "X-DaprReminderCancel";

    /// <summary>The answer to a call that was withdrawn.</summary>
    public static ActorAnswer None { get; } = new("", [], []);

    /// <summary>The same with one more header, whose value is "true".</summary>
    public ActorAnswer WithHeader(string name) =>
        Headers.Any(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) ? this : this with { Headers = [.. Headers, new(name, "true")] };

    public bool IsActorError => Headers.Any(header => header.Key.Equals(ErrorHeader, StringComparison.OrdinalIgnoreCase));

    public bool CancelsSchedule => Headers.Any(header =>
        header.Key.Equals(CancelHeader, StringComparison.OrdinalIgnoreCase)
        && header.Value.ToString().ToLowerInvariant() is ("true" or "1" or "y" or "yes" or "on"));
}
