namespace Aion.Sidecar.Components.State;

/// <summary>A stored value.</summary>
/// <param name="Value">The bytes as they were saved.</param>
/// <param name="Etag">Changes with every write of the key.</param>
/// <param name="ExpiresAt">When the value goes away, from the metadata key ttlInSeconds; null: never.</param>
public sealed record StateEntry(ReadOnlyMemory<byte> Value, string Etag, DateTimeOffset? ExpiresAt);
