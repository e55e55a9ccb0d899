using System.Buffers;
using System.Text.Json;
using Aion.Contracts.Kanbanpb;

namespace Aion.Contracts.Events;

/// <summary>
/// The protobuf JSON of <see cref="StatusKanban"/> (https://protobuf.dev/programming-guides/json) without reflection: what
/// Google.Protobuf's JsonFormatter writes with default values left out, and what its JsonParser reads.
/// </summary>
public static class StatusKanbanJson
{
    /// <summary>Writes the kanban as one JSON object. Fields in the order of their numbers, default values left out.</summary>
    public static void Write(Utf8JsonWriter writer, StatusKanban kanban)
    {
        writer.WriteStartObject();
        WriteText(writer, "startAt"u8, kanban.StartAt);
        WriteText(writer, "finishAt"u8, kanban.FinishAt);
        WriteText(writer, "nextDeviceName"u8, kanban.NextDeviceName);
        WriteText(writer, "connectionKey"u8, kanban.ConnectionKey);
        if (kanban.ProcessNumber != 0)
        {
            writer.WriteNumber("processNumber"u8, kanban.ProcessNumber);
        }

        if (kanban.PriorSuccess)
        {
            writer.WriteBoolean("priorSuccess"u8, true);
        }

        WriteText(writer, "dataPath"u8, kanban.DataPath);
        WriteFileList(writer, kanban);
        if (kanban.Metadata is { } metadata)
        {
            writer.WritePropertyName("metadata"u8);
            StructJson.Write(writer, metadata);
        }

        writer.WriteEndObject();
    }

    /// <summary>The kanban as JSON in UTF-8.</summary>
    public static byte[] ToBytes(StatusKanban kanban)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, KanbanEvent.WriterOptions);
        Write(writer, kanban);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads one JSON object and nothing behind it. An unknown field is an error, as nothing is dropped in silence.</summary>
    /// <exception cref="FormatException">Not the JSON of a StatusKanban; the message names the field.</exception>
    public static StatusKanban Parse(ReadOnlySpan<byte> json) => StatusKanbanJsonReader.Read(json);

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string value)
    {
        if (value.Length > 0)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteFileList(Utf8JsonWriter writer, StatusKanban kanban)
    {
        if (kanban.FileList.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("fileList"u8);
        foreach (var file in kanban.FileList)
        {
            writer.WriteStringValue(file);
        }

        writer.WriteEndArray();
    }
}
