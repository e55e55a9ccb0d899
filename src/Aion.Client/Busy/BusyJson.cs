using System.Text.Json.Serialization;

namespace Aion.Client.Busy;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BusyMessage))]
internal sealed partial class BusyJson : JsonSerializerContext;
