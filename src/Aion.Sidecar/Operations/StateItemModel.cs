namespace Aion.Sidecar.Operations;

/// <summary>One key of a state request as an API received it.</summary>
/// <param name="Key">The app's key, without prefix.</param>
/// <param name="Value">What to store; empty for a delete.</param>
/// <param name="Etag">null or empty: unconditional.</param>
/// <param name="FirstWrite">Concurrency first-write was asked for.</param>
/// <param name="Metadata">Metadata of the item and its request, such as ttlInSeconds.</param>
internal sealed record StateItemModel(
    string Key, ReadOnlyMemory<byte> Value, string? Etag, bool FirstWrite, IReadOnlyDictionary<string, string>? Metadata);
