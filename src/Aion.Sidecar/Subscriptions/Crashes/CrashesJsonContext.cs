using System.Text.Json.Serialization;

namespace Aion.Sidecar.Subscriptions.Crashes;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredGuard))]
internal sealed partial class CrashesJsonContext : JsonSerializerContext;
