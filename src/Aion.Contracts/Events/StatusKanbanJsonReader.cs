using System.Globalization;
using System.Text;
using System.Text.Json;
using Aion.Contracts.Kanbanpb;

namespace Aion.Contracts.Events;

/// <summary>Reads the protobuf JSON of a StatusKanban.</summary>
internal static class StatusKanbanJsonReader
{
    public static StatusKanban Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 128 });
            var kanban = Read(ref reader);
            return reader.Read() ? throw new FormatException("There is more than one value.") : kanban;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"The kanban is not valid JSON: {e.Message}", e);
        }
    }

    private static StatusKanban Read(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("The kanban is not a JSON object.");
        }

        var kanban = new StatusKanban();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(ref reader, kanban);
        }

        return kanban;
    }

    private static void ReadField(ref Utf8JsonReader reader, StatusKanban kanban)
    {
        if (reader.ValueTextEquals("startAt"u8)) { kanban.StartAt = ReadText(ref reader, "startAt"); }
        else if (reader.ValueTextEquals("finishAt"u8)) { kanban.FinishAt = ReadText(ref reader, "finishAt"); }
        else if (reader.ValueTextEquals("nextDeviceName"u8)) { kanban.NextDeviceName = ReadText(ref reader, "nextDeviceName"); }
        else if (reader.ValueTextEquals("connectionKey"u8)) { kanban.ConnectionKey = ReadText(ref reader, "connectionKey"); }
        else if (reader.ValueTextEquals("processNumber"u8)) { kanban.ProcessNumber = ReadNumber(ref reader); }
        else if (reader.ValueTextEquals("priorSuccess"u8)) { kanban.PriorSuccess = ReadBoolean(ref reader); }
        else if (reader.ValueTextEquals("dataPath"u8)) { kanban.DataPath = ReadText(ref reader, "dataPath"); }
        else if (reader.ValueTextEquals("fileList"u8)) { ReadFileList(ref reader, kanban); }
        else if (reader.ValueTextEquals("metadata"u8)) { kanban.Metadata = ReadMetadata(ref reader); }
        else { throw new FormatException($"The kanban has an unknown field '{reader.GetString()}'."); }
    }

    private static string ReadText(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Null => "",
            _ => throw new FormatException($"The field '{field}' is not a text."),
        };
    }

    // An int32 may be a number (also 3.0 and 3e0) or a text.
    private static int ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return 0;
            case JsonTokenType.Number when reader.TryGetInt32(out var whole):
                return whole;
            case JsonTokenType.Number when reader.TryGetDouble(out var number) && number == Math.Truncate(number)
                && number is >= int.MinValue and <= int.MaxValue:
                return (int)number;
            case JsonTokenType.String when int.TryParse(
                reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed):
                return parsed;
            default:
                throw new FormatException("The field 'processNumber' is not an int32.");
        }
    }

    private static bool ReadBoolean(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False or JsonTokenType.Null => false,
            _ => throw new FormatException("The field 'priorSuccess' is neither true nor false."),
        };
    }

    private static void ReadFileList(ref Utf8JsonReader reader, StatusKanban kanban)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new FormatException("The field 'fileList' is not an array.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            kanban.FileList.Add(reader.TokenType == JsonTokenType.String
                ? reader.GetString()!
                : throw new FormatException("The field 'fileList' has a member that is not a text."));
        }
    }

    private static Google.Protobuf.WellKnownTypes.Struct? ReadMetadata(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => StructJson.Read(ref reader, messageDepth: 2),
            JsonTokenType.Null => null,
            _ => throw new FormatException("The field 'metadata' is not an object."),
        };
    }
}
