using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aion.Sidecar.CloudEvents;

/// <summary>
/// Wraps published data into a CloudEvents 1.0 envelope. Metadata cloudevent.id, source, type, subject, traceid, traceparent
/// and tracestate override what Dapr would put there. Dapr:
/// https://docs.dapr.io/developing-applications/building-blocks/pubsub/pubsub-cloudevents/
/// </summary>
internal static class CloudEventWrapper
{
    private const string OverridePrefix = "cloudevent.";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Wrap(ReadOnlyMemory<byte> data, string contentType, WrapContext context)
    {
        var buffer = new ArrayBufferWriter<byte>(data.Length + 512);
        using var json = new Utf8JsonWriter(buffer, Options);
        var trace = context.Trace.OrNew();
        var parent = Override(context.Metadata, "traceparent") ?? Override(context.Metadata, "traceid") ?? trace.Parent;
        json.WriteStartObject();
        WriteData(json, data, contentType.Length == 0 ? ContentTypes.PlainText : contentType);
        json.WriteString("id", Override(context.Metadata, "id") ?? Guid.NewGuid().ToString());
        json.WriteString("pubsubname", context.Destination.PubSubText);
        json.WriteString("source", Override(context.Metadata, "source") ?? context.Destination.AppId);
        json.WriteString("specversion", "1.0");
        if (Override(context.Metadata, "subject") is { } subject)
            json.WriteString("subject", subject);
        json.WriteString("time", CloudEventTime.Text(context.Now));
        json.WriteString("topic", context.Destination.TopicText);
        json.WriteString("traceid", parent);
        json.WriteString("traceparent", parent);
        json.WriteString("tracestate", Override(context.Metadata, "tracestate") ?? trace.State);
        json.WriteString("type", Override(context.Metadata, "type") ?? "com.dapr.event.sent");
        if (context.Expiration is { } expiration)
            json.WriteString("expiration", CloudEventTime.Text(expiration));
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>What a subscriber gets for a message that is no envelope, or is not to be read as one.</summary>
    /// <param name="data">The message.</param>
    /// <param name="pubSub">The component.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="messageId">The message's id in its topic: the envelope's id is made of it, so that it stays the same when delivered again.</param>
    /// <param name="metadata">What was published beside the message.</param>
    public static ReadOnlyMemory<byte> WrapRaw(
        ReadOnlyMemory<byte> data, string pubSub, string topic, string messageId, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>((data.Length * 4 / 3) + 512);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteBase64String("data_base64", data.Span);
        json.WriteString("datacontenttype", ContentTypes.OctetStream);
        json.WriteString("id", StableId(data.Span, $"{pubSub}\n{topic}\n{messageId}\n"));
        json.WriteString("pubsubname", pubSub);
        json.WriteString("source", "Dapr");
        json.WriteString("specversion", "1.0");
        json.WriteString("topic", topic);
        foreach (var name in (ReadOnlySpan<string>)["traceid", "traceparent", "tracestate"])
        {
            if (metadata.TryGetValue(name, out var value))
                json.WriteString(name, value);
        }

        json.WriteString("type", "com.dapr.event.sent");
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>A UUID of version 8. The data is part of it: a topic that was begun anew counts from 1 again.</summary>
    private static Guid StableId(ReadOnlySpan<byte> data, string place)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(place));
        hash.AppendData(data);
        var id = hash.GetHashAndReset().AsSpan(0, 16);
        id[6] = (byte)(0x80 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true);
    }

    private static void WriteData(Utf8JsonWriter json, ReadOnlyMemory<byte> data, string contentType)
    {
        if (ContentTypes.IsBinary(contentType))
        {
            json.WriteBase64String("data_base64", data.Span);
        }
        else if (ContentTypes.IsJson(contentType) && JsonCheck.IsOneValue(data.Span))
        {
            json.WritePropertyName("data");
            json.WriteRawValue(data.Span, skipInputValidation: true);
        }
        else
        {
            json.WriteString("data", Encoding.UTF8.GetString(data.Span));
        }

        json.WriteString("datacontenttype", contentType);
    }

    private static string? Override(IReadOnlyDictionary<string, string> metadata, string name)
    {
        if (metadata.Count == 0)
            return null;
        foreach (var (key, value) in metadata)
        {
            if (key.Length == OverridePrefix.Length + name.Length && value.Length > 0
                && key.StartsWith(OverridePrefix, StringComparison.OrdinalIgnoreCase)
                && key.EndsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }
}
