using System.Text.Json.Serialization;

namespace Aion.StatusKanban.StaticTopics;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StaticTopicIndex))]
internal sealed partial class StaticTopicJsonContext : JsonSerializerContext;
