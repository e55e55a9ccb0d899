namespace Aion.Sidecar.Components.State;

/// <summary>One write to a state store.</summary>
/// <param name="Kind">Upsert or delete.</param>
/// <param name="Key">The complete key.</param>
/// <param name="Value">What to store; empty for a delete.</param>
/// <param name="Etag">When set, the operation succeeds only if the key has this etag.</param>
/// <param name="FirstWrite">Without an etag: succeed only if the key does not exist (Dapr's concurrency first-write).</param>
/// <param name="TimeToLive">How long the value lives; null or zero: for ever.</param>
public sealed record StateOperation(
    StateOperationKind Kind, string Key, ReadOnlyMemory<byte> Value = default, string? Etag = null, bool FirstWrite = false, TimeSpan? TimeToLive = null);
