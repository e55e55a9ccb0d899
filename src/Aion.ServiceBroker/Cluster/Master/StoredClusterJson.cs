using System.Text.Json.Serialization;

namespace Aion.ServiceBroker.Cluster.Master;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredCluster))]
internal sealed partial class StoredClusterJson : JsonSerializerContext;
