using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aion.Contracts.Kanbanpb;

namespace Aion.Contracts.Events;

/// <summary>
/// A kanban on its way: CloudEvents 1.0 in the JSON format, whose data is the protobuf JSON of <see cref="StatusKanban"/>.
/// Immutable; copies are made with <c>with</c>. Text that is not there is empty.
/// </summary>
public sealed record KanbanEvent
{
    /// <summary>The content type under which a whole envelope is published; Dapr then adds none of its own.</summary>
    public const string ContentType = "application/cloudevents+json";

    /// <summary>The CloudEvents type of a kanban.</summary>
    public const string EventType = "aion.kanban.v1";

    /// <summary>Escapes only what JSON demands: the text goes between services, never into a page.</summary>
    internal static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>The kanbanid, which is also the id of the event.</summary>
    public required string Id { get; init; }

    /// <summary>Where it was made: <c>/aion/&lt;device&gt;/&lt;service&gt;/&lt;%03d&gt;</c>, or an app id when Dapr made the envelope.</summary>
    public string Source { get; init; } = "";

    /// <summary>The CloudEvents type: <see cref="EventType"/> unless another tool published it.</summary>
    public string Type { get; init; } = EventType;

    /// <summary>When it was accepted; the default value is left out.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>In kanban.after the sender, in kanban.before.* the receiver.</summary>
    public string Service { get; init; } = "";

    /// <summary>The process number that belongs to <see cref="Service"/>; 0 when there is none.</summary>
    public int ProcessNumber { get; init; }

    /// <summary>A copy of the kanban's connectionKey, for readers that do not open the data.</summary>
    public string ConnectionKey { get; init; } = "";

    /// <summary>The kanbanid that this one follows from.</summary>
    public string CausationId { get; init; } = "";

    /// <summary>The device that accepted it.</summary>
    public string Device { get; init; } = "";

    /// <summary>1 on the first delivery.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>W3C trace context.</summary>
    public string TraceParent { get; init; } = "";

    /// <summary>Why it was set aside: one of <see cref="DeadReasons"/>. Only in kanban.dead, as the next two.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The reason as a sentence.</summary>
    public string ReasonText { get; init; } = "";

    /// <summary>The topic it was set aside from.</summary>
    public string SourceQueue { get; init; } = "";

    /// <summary>
    /// The next services that it is not for any more, as <c>service-%03d</c> or <c>device/service-%03d</c>, separated by commas:
    /// in kanban.dead those that other copies went to, and in kanban.after, when it was redriven, those that get none.
    /// </summary>
    public string RoutedTo { get; init; } = "";

    /// <summary>
    /// In kanban.dead: the event could not be published and is in the state store, under so many keys of
    /// <see cref="State.StateKeys.LetterPart"/>; what is here is everything but its data.
    /// </summary>
    public int StoredParts { get; init; }

    /// <summary>
    /// The envelope is a sidecar's own around bytes that are no CloudEvent, which are then the <see cref="Data"/>. It is said of
    /// what was read; an event that is written is none.
    /// </summary>
    public bool IsForeign { get; init; }

    /// <summary>The data as it came: JSON in UTF-8, not validated. A slice of what was parsed where that is possible.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Reads an envelope. Unknown attributes are passed over; the data is not looked into.</summary>
    /// <exception cref="FormatException">Not a CloudEvents 1.0 envelope; the message says what is wrong.</exception>
    public static KanbanEvent Parse(ReadOnlyMemory<byte> json) => KanbanEventReader.Read(json);

    /// <summary>Writes the envelope with <see cref="Data"/> as it is.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        WriteAttributes(writer);
        if (Data.Length > 0)
        {
            writer.WritePropertyName("data"u8);
            writer.WriteRawValue(Data.Span, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes the envelope with <paramref name="kanban"/> in the place of <see cref="Data"/>, without a copy between.</summary>
    public void WriteTo(IBufferWriter<byte> output, StatusKanban kanban)
    {
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        WriteAttributes(writer);
        writer.WritePropertyName("data"u8);
        StatusKanbanJson.Write(writer, kanban);
        writer.WriteEndObject();
    }

    /// <summary>The envelope in an array of its own.</summary>
    public byte[] ToArray()
    {
        var buffer = new ArrayBufferWriter<byte>(512 + Data.Length);
        WriteTo(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private void WriteAttributes(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("specversion"u8, "1.0"u8);
        writer.WriteString("id"u8, Id);
        writer.WriteString("source"u8, Source.Length > 0 ? Source : "/aion");
        writer.WriteString("type"u8, Type);
        if (Time != default)
        {
            writer.WriteString("time"u8, Time.UtcDateTime);
        }

        writer.WriteString("datacontenttype"u8, "application/json"u8);
        writer.WriteString("kanbanid"u8, Id);
        WriteText(writer, "service"u8, Service);
        if (ProcessNumber != 0)
        {
            WriteNumber(writer, "processnumber"u8, ProcessNumber);
        }

        WriteText(writer, "connectionkey"u8, ConnectionKey);
        WriteText(writer, "causationid"u8, CausationId);
        WriteText(writer, "device"u8, Device);
        WriteNumber(writer, "attempt"u8, Attempt);
        WriteText(writer, "traceparent"u8, TraceParent);
        WriteText(writer, "reason"u8, Reason);
        WriteText(writer, "reasontext"u8, ReasonText);
        WriteText(writer, "sourcequeue"u8, SourceQueue);
        WriteText(writer, "routedto"u8, RoutedTo);
        if (StoredParts != 0)
        {
            WriteNumber(writer, "storedparts"u8, StoredParts);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string value)
    {
        if (value.Length > 0)
        {
            writer.WriteString(name, value);
        }
    }

    // CloudEvents allows Integer attributes, but Dapr's gRPC envelope and other brokers hand them on as text at best.
    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, int value)
    {
        Span<byte> digits = stackalloc byte[11];
        value.TryFormat(digits, out var length);
        writer.WriteString(name, digits[..length]);
    }
}
