using System.Text.Json;

namespace Aion.Sidecar.Subscriptions.Events;

/// <summary>Writes JSON values as google.protobuf.Struct fields, in one pass and without message objects.</summary>
/// <remarks>https://protobuf.dev/reference/protobuf/google.protobuf/#struct</remarks>
internal static class StructEncoder
{
    private const byte MapKey = 0x0A;
    private const byte MapValue = 0x12;
    private const byte NullValue = 0x08;
    private const byte NumberValue = 0x11;
    private const byte StringValue = 0x1A;
    private const byte BoolValue = 0x20;
    private const byte StructValue = 0x2A;
    private const byte ListValue = 0x32;
    private const byte Entry = 0x0A;

    /// <summary>One field of the Struct; the reader stands on the property name and is left on the value's last token.</summary>
    public static void WriteField(ProtobufBuffer buffer, ref Utf8JsonReader reader)
    {
        var entry = buffer.Begin(Entry);
        WriteString(buffer, MapKey, ref reader);
        reader.Read();
        var value = buffer.Begin(MapValue);
        WriteValue(buffer, ref reader);
        buffer.End(value);
        buffer.End(entry);
    }

    /// <summary>A length-delimited field with the unescaped text of the string or name that the reader stands on.</summary>
    public static void WriteString(ProtobufBuffer buffer, byte tag, ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            buffer.Bytes(tag, reader.ValueSpan);
            return;
        }

        var mark = buffer.Begin(tag);
        buffer.Advance(reader.CopyString(buffer.Room(reader.ValueSpan.Length)));
        buffer.End(mark);
    }

    private static void WriteValue(ProtobufBuffer buffer, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                WriteString(buffer, StringValue, ref reader);
                break;
            case JsonTokenType.Number:
                buffer.Tag(NumberValue);
                buffer.Double(reader.GetDouble());
                break;
            case JsonTokenType.True or JsonTokenType.False:
                buffer.Tag(BoolValue);
                buffer.Varint(reader.TokenType == JsonTokenType.True ? 1u : 0u);
                break;
            case JsonTokenType.StartObject:
                var fields = buffer.Begin(StructValue);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                    WriteField(buffer, ref reader);
                buffer.End(fields);
                break;
            case JsonTokenType.StartArray:
                var items = buffer.Begin(ListValue);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    var item = buffer.Begin(Entry);
                    WriteValue(buffer, ref reader);
                    buffer.End(item);
                }

                buffer.End(items);
                break;
            default:
                buffer.Tag(NullValue);
                buffer.Varint(0);
                break;
        }
    }
}
