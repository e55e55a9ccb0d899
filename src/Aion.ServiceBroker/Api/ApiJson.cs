using System.Text.Json.Serialization;
using Aion.ServiceBroker.DeadLetters;

namespace Aion.ServiceBroker.Api;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    MaxDepth = 512)]
[JsonSerializable(typeof(BrokerStatus))]
[JsonSerializable(typeof(ProjectAnswer))]
[JsonSerializable(typeof(OutboxAnswer))]
[JsonSerializable(typeof(DeadAnswer))]
[JsonSerializable(typeof(DeleteResult))]
[JsonSerializable(typeof(RedriveResult))]
internal sealed partial class ApiJson : JsonSerializerContext;
