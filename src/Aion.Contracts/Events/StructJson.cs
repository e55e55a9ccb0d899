using System.Globalization;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace Aion.Contracts.Events;

/// <summary>google.protobuf.Struct as plain JSON, both ways.</summary>
internal static class StructJson
{
    // Protobuf libraries refuse messages nested deeper than 100; what is read here is sent on as protobuf, inside a Delivery.
    private const int MaxMessageDepth = 96;

    public static void Write(Utf8JsonWriter writer, Struct value)
    {
        writer.WriteStartObject();
        foreach (var (name, field) in value.Fields)
        {
            writer.WritePropertyName(name);
            Write(writer, field);
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads the object that the reader stands on, up to its end.</summary>
    public static Struct Read(ref Utf8JsonReader reader, int messageDepth)
    {
        var result = new Struct();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            // A field costs two levels: the entry of the map and the value.
            result.Fields[name] = ReadValue(ref reader, messageDepth + 2);
        }

        return result;
    }

    private static void Write(Utf8JsonWriter writer, Value value)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.NumberValue:
                WriteNumber(writer, value.NumberValue);
                break;
            case Value.KindOneofCase.StringValue:
                writer.WriteStringValue(value.StringValue);
                break;
            case Value.KindOneofCase.BoolValue:
                writer.WriteBooleanValue(value.BoolValue);
                break;
            case Value.KindOneofCase.StructValue:
                Write(writer, value.StructValue);
                break;
            case Value.KindOneofCase.ListValue:
                Write(writer, value.ListValue);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, ListValue list)
    {
        writer.WriteStartArray();
        foreach (var item in list.Values)
        {
            Write(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            // JSON has no such number; JsonFormatter writes the names.
            writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static Value ReadValue(ref Utf8JsonReader reader, int messageDepth)
    {
        if (messageDepth > MaxMessageDepth)
        {
            throw new FormatException("The field 'metadata' is nested too deeply.");
        }

        return reader.TokenType switch
        {
            JsonTokenType.String => new Value { StringValue = reader.GetString()! },
            JsonTokenType.Number => new Value { NumberValue = ReadNumber(ref reader) },
            JsonTokenType.True => new Value { BoolValue = true },
            JsonTokenType.False => new Value { BoolValue = false },
            JsonTokenType.StartObject => new Value { StructValue = Read(ref reader, messageDepth + 1) },
            JsonTokenType.StartArray => new Value { ListValue = ReadList(ref reader, messageDepth + 1) },
            _ => new Value { NullValue = NullValue.NullValue },
        };
    }

    private static ListValue ReadList(ref Utf8JsonReader reader, int messageDepth)
    {
        var list = new ListValue();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Values.Add(ReadValue(ref reader, messageDepth + 1));
        }

        return list;
    }

    private static double ReadNumber(ref Utf8JsonReader reader)
    {
        var number = reader.GetDouble();
        return double.IsFinite(number) ? number : throw new FormatException("The field 'metadata' has a number beyond the range of a double.");
    }
}
