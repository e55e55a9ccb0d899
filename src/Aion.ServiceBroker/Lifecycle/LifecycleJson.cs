using System.Text.Json.Serialization;

namespace Aion.ServiceBroker.Lifecycle;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InstanceStatus))]
internal sealed partial class LifecycleJson : JsonSerializerContext;
