using System.Globalization;
using System.Text.Json;

namespace Aion.ServiceBroker.Routing;

/// <summary>A service says that an instance has done its work.</summary>
/// <param name="Service">The service's label.</param>
/// <param name="Number">Process number.</param>
/// <remarks>
/// On the wire: a kanban with connectionKey <c>service-broker</c>, or an empty one, and metadata
/// <c>{"type":"terminate","name":S,"number":n}</c>, where n is text (Go) or a number (Python).
/// </remarks>
internal readonly record struct ControlMessage(string Service, int Number)
{
    public const string ConnectionKey = "service-broker";

    public static bool IsControlKey(string connectionKey) => connectionKey.Length == 0 || connectionKey == ConnectionKey;

    /// <summary>False when the data holds no such message.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> data, out ControlMessage message)
    {
        message = default;
        if (data.Span.IndexOf("terminate"u8) < 0)
        {
            return false;
        }

        try
        {
            return TryRead(new Utf8JsonReader(data.Span, new JsonReaderOptions { MaxDepth = 256 }), out message);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TryRead(Utf8JsonReader reader, out ControlMessage message)
    {
        message = default;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (isMetadata && reader.TokenType == JsonTokenType.StartObject)
            {
                return TryReadMetadata(ref reader, out message);
            }

            reader.Skip();
        }

        return false;
    }

    private static bool TryReadMetadata(ref Utf8JsonReader reader, out ControlMessage message)
    {
        var (type, name, number) = ("", "", 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var property = reader.GetString();
            reader.Read();
            switch (property)
            {
                case "type": type = ReadText(ref reader); break;
                case "name": name = ReadText(ref reader); break;
                case "number": number = ReadNumber(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        message = new ControlMessage(LabelOf(name), number);
        return type == "terminate" && name.Length > 0 && number > 0;
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString()!;
        }

        reader.Skip();
        return "";
    }

    private static int ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            // A protobuf Struct knows doubles only.
            return reader.TryGetDouble(out var number) && number is >= 1 and <= int.MaxValue && number == Math.Floor(number)
                ? (int)number : 0;
        }

        return int.TryParse(ReadText(ref reader), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
    }

    // repo/name:tag -> name
    private static string LabelOf(string name)
    {
        var label = name[(name.LastIndexOf('/') + 1)..];
        var tag = label.IndexOf(':', StringComparison.Ordinal);
        return tag < 0 ? label : label[..tag];
    }
}
