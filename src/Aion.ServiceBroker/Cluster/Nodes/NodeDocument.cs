using System.Text.Json;
using System.Text.Json.Serialization;
using Aion.ServiceBroker.Lifecycle;

namespace Aion.ServiceBroker.Cluster.Nodes;

/// <summary>The stored form of a node.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Node))]
[JsonSerializable(typeof(InstanceStatus))]
internal sealed partial class NodeDocument : JsonSerializerContext
{
    public static byte[] Serialize(Node node) => JsonSerializer.SerializeToUtf8Bytes(node with { Connected = false }, Default.Node);

    /// <summary>Null for what another version stored in another form.</summary>
    public static Node? Deserialize(ReadOnlySpan<byte> json)
    {
        try
        {
            // What an older version left out is null, whatever the type says.
            return JsonSerializer.Deserialize(json, Default.Node) is not { Name: not null } node ? null : node with
            {
                Address = node.Address ?? "", Id = node.Id ?? "", Fingerprint = node.Fingerprint ?? "", Problem = node.Problem ?? "",
                Instances = node.Instances ?? [], Load = node.Load ?? Placing.LoadFigures.Unknown,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static byte[] Serialize(InstanceStatus instance) => JsonSerializer.SerializeToUtf8Bytes(instance, Default.InstanceStatus);

    /// <summary>Null for an instance in a state that only another version knows.</summary>
    public static InstanceStatus? DeserializeInstance(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.InstanceStatus) is { } status ? status with { WaitingFor = status.WaitingFor ?? [] } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
