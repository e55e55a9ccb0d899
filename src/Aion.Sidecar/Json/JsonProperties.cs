using System.Text;
using System.Text.Json;

namespace Aion.Sidecar.Json;

/// <summary>
/// Reads properties as daprd does: Go's encoding/json finds a name in any case when it is not there exactly, and SDKs rely
/// on it (the one for JavaScript sends entryID).
/// </summary>
internal static class JsonProperties
{
    public static JsonElement? Property(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        if (element.TryGetProperty(name, out var exact))
            return exact;
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return null;
    }

    public static string? StringOrNull(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The raw text of a value as it stands in the document.</summary>
    public static ReadOnlyMemory<byte> RawOrEmpty(this JsonElement element, string name) =>
        element.Property(name) is { } value ? Encoding.UTF8.GetBytes(value.GetRawText()) : default;

    /// <summary>An object of strings; other values as their JSON text.</summary>
    public static Dictionary<string, string>? MapOrNull(this JsonElement element, string name)
    {
        if (element.Property(name) is not { ValueKind: JsonValueKind.Object } value)
            return null;
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in value.EnumerateObject())
            map[property.Name] = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText();
        return map;
    }

    /// <summary>Whether the reader stands on that property name, in any case.</summary>
    public static bool IsProperty(this ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(reader.ValueSpan, name);
}
