using System.Globalization;
using System.Text.Json;

namespace Aion.Sidecar.Components.Secrets.Local;

/// <summary>Makes one level of nested JSON: {"a": {"b": ["x"]}} becomes a:b:0 = x.</summary>
internal sealed class JsonFlattener(string separator)
{
    public Dictionary<string, string> Flatten(JsonElement root)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        Visit(root, "", values);
        return values;
    }

    /// <summary>A text as it is, null as nothing, and numbers and truth values as they are written.</summary>
    public static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    private void Visit(JsonElement element, string path, Dictionary<string, string> values)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Visit(property.Value, Join(path, property.Name), values);
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Visit(item, Join(path, (index++).ToString(CultureInfo.InvariantCulture)), values);
                }

                break;
            default:
                values[path] = TextOf(element);
                break;
        }
    }

    private string Join(string path, string name) => path.Length == 0 ? name : path + separator + name;
}
