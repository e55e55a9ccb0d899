using System.Text.Json.Serialization;
using Aion.Contracts.Events;
using Aion.Contracts.State;

namespace Aion.Contracts;

/// <summary>JSON of the records that our apps exchange, generated at build time: camelCase names, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AppliedProject))]
[JsonSerializable(typeof(LifecycleEvent))]
public sealed partial class ContractsJsonContext : JsonSerializerContext;
