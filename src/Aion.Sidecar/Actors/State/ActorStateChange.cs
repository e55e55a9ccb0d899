using Aion.Sidecar.Components.State;

namespace Aion.Sidecar.Actors.State;

/// <summary>One step of an actor's state transaction.</summary>
/// <param name="Kind">Upsert or delete.</param>
/// <param name="Key">The actor's own key.</param>
/// <param name="Value">What to store; empty for a delete.</param>
/// <param name="Etag">null: unconditional.</param>
/// <param name="Metadata">Such as ttlInSeconds.</param>
internal sealed record ActorStateChange(
    StateOperationKind Kind, string Key, ReadOnlyMemory<byte> Value, string? Etag, IReadOnlyDictionary<string, string>? Metadata);
