using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>States, signals and orders as JSON: in the workflow's history, and between broker and sidecar.</summary>
/// <remarks>
/// Read by reflection and not by a source generator, which would set init-only members that an older version did not write to
/// nothing and not to their defaults.
/// </remarks>
internal static class MachineJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
        // Quotes and signs in texts need no escape here: nobody puts this into a page.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonElement Write<T>(T value) => JsonSerializer.SerializeToElement(value, Options);

    /// <exception cref="JsonException">It is no such value.</exception>
    public static T Read<T>(JsonElement json) =>
        json.Deserialize<T>(Options) ?? throw new JsonException($"There is no {typeof(T).Name} in it.");
}
