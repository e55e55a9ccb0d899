using System.Text.Json.Serialization;

namespace Aion.StatusKanban.Crashes;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredCrashes))]
internal sealed partial class CrashesJsonContext : JsonSerializerContext;
