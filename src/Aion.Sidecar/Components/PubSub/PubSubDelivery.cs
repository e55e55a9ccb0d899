namespace Aion.Sidecar.Components.PubSub;

/// <summary>A message that one member of a consumer group holds.</summary>
/// <param name="Id">The component's own id of the message in its topic.</param>
/// <param name="Data">As published.</param>
/// <param name="Metadata">As published.</param>
/// <param name="Attempt">1 on the first delivery to the group, as far as the component remembers.</param>
public sealed record PubSubDelivery(string Id, ReadOnlyMemory<byte> Data, IReadOnlyDictionary<string, string> Metadata, int Attempt);
