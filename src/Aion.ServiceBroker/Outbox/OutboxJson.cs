using System.Text.Json.Serialization;

namespace Aion.ServiceBroker.Outbox;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 512)]
[JsonSerializable(typeof(OutboxItem))]
internal sealed partial class OutboxJson : JsonSerializerContext;
