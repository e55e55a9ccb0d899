using Microsoft.Extensions.Primitives;

namespace Aion.Sidecar.Actors.Calls;

/// <summary>A call on its way to an actor.</summary>
/// <param name="Method">The method's name, or remind/name or timer/name; decoded.</param>
/// <param name="Query">Query string with its question mark, or empty.</param>
/// <param name="ContentType">Of the body; empty: none.</param>
/// <param name="Headers">What the caller sent, as far as it goes on.</param>
/// <param name="Body">As the caller sent it.</param>
internal sealed record ActorRequest(
    string Method, string Query, string ContentType, IReadOnlyList<KeyValuePair<string, StringValues>> Headers, byte[] Body)
{
    public const string ReentrancyHeader = "Dapr-Reentrancy-Id";

    /// <summary>A reminder or timer: of those only so many are with the apps at once.</summary>
    public bool IsScheduled { get; init; }

    /// <summary>Asked when its turn has come: true, it is not wanted any more. null: it always is.</summary>
    public Func<bool>? IsWithdrawn { get; init; }

    /// <summary>The id of the call chain; null: it starts here.</summary>
    public string? Chain => Headers.FirstOrDefault(header => header.Key.Equals(ReentrancyHeader, StringComparison.OrdinalIgnoreCase)).Value;

    public ActorRequest WithChain(string chain) => this with { Headers = [.. Headers, new(ReentrancyHeader, chain)] };

    /// <summary>The delivery of a reminder or timer.</summary>
    public static ActorRequest Scheduled(string method, byte[] json, Func<bool> isWithdrawn) =>
        new(method, "", "application/json", [], json) { IsScheduled = true, IsWithdrawn = isWithdrawn };
}
