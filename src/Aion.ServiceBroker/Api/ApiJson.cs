using System.Text.Json.Serialization;
using Aion.ServiceBroker.DeadLetters;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Explaining;

namespace Aion.ServiceBroker.Api;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    MaxDepth = 512)]
[JsonSerializable(typeof(BrokerStatus))]
[JsonSerializable(typeof(ProjectAnswer))]
[JsonSerializable(typeof(ServiceExplanation))]
[JsonSerializable(typeof(IReadOnlyList<InstanceStatus>))]
[JsonSerializable(typeof(BusyRequest))]
[JsonSerializable(typeof(OutboxAnswer))]
[JsonSerializable(typeof(DeadAnswer))]
[JsonSerializable(typeof(DeleteResult))]
[JsonSerializable(typeof(RedriveResult))]
internal sealed partial class ApiJson : JsonSerializerContext;
