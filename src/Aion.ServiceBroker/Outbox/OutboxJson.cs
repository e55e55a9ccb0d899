using System.Text.Json.Serialization;

namespace Aion.ServiceBroker.Outbox;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OutboxItem))]
internal sealed partial class OutboxJson : JsonSerializerContext;
