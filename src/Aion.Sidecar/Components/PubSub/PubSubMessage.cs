namespace Aion.Sidecar.Components.PubSub;

/// <summary>A message to publish.</summary>
/// <param name="Data">
/// The CloudEvent envelope, or the bytes themselves when published raw. The component may keep the memory and hand it to
/// consumers: it must not change after the publish.
/// </param>
/// <param name="Metadata">What travels beside the data (Dapr: rawPayload, ttlInSeconds and others).</param>
public sealed record PubSubMessage(ReadOnlyMemory<byte> Data, IReadOnlyDictionary<string, string> Metadata);
