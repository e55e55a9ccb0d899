namespace Aion.Sidecar.Components.PubSub.Groups;

/// <summary>A message of a topic.</summary>
/// <param name="Position">Its place in the topic.</param>
/// <param name="Data">As published.</param>
/// <param name="Metadata">As published.</param>
/// <param name="ExpiresAt">When it is no longer delivered; null: never.</param>
/// <param name="Deliveries">How often it was delivered to the reading group before this process read it, as far as is known.</param>
internal sealed record StoredMessage(
    Position Position, ReadOnlyMemory<byte> Data, IReadOnlyDictionary<string, string> Metadata, DateTimeOffset? ExpiresAt, int Deliveries = 0);
