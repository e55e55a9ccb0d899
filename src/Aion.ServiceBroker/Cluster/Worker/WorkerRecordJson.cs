using System.Text.Json.Serialization;

namespace Aion.ServiceBroker.Cluster.Worker;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WorkerRecord))]
internal sealed partial class WorkerRecordJson : JsonSerializerContext;
