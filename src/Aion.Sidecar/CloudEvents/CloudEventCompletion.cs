using System.Text.Json;

namespace Aion.Sidecar.CloudEvents;

/// <summary>
/// Completes an envelope that the publisher made (content type application/cloudevents+json): topic and pubsubname are set,
/// missing attributes are added behind the others, everything else stays byte for byte. Dapr:
/// https://docs.dapr.io/developing-applications/building-blocks/pubsub/pubsub-cloudevents/
/// </summary>
internal static class CloudEventCompletion
{
    private const int SuffixSize = 1024;

    private const CloudEventFields Ours = CloudEventFields.Topic | CloudEventFields.PubSubName;

    /// <exception cref="JsonException">The event is not one JSON object.</exception>
    public static ReadOnlyMemory<byte> Complete(
        ReadOnlySpan<byte> json, EventDestination destination, TraceContext trace, DateTimeOffset? expiration, TimeProvider time)
    {
        Span<Range> dropped = stackalloc Range[16];
        var replaced = expiration is null ? Ours : Ours | CloudEventFields.Expiration;
        var scan = CloudEventScan.Of(json, replaced, dropped);

        Span<byte> buffer = stackalloc byte[SuffixSize];
        var suffix = new Utf8Suffix(buffer);
        AppendMissing(ref suffix, in scan, destination, trace, expiration, time);

        var result = new byte[json.Length + suffix.Length + 1];
        var length = scan.CopyKept(result);
        var endsOpen = result.AsSpan(0, length).TrimEnd(" \t\r\n"u8)[^1] is (byte)',' or (byte)'{';
        var added = endsOpen ? suffix.Written[1..] : suffix.Written;
        added.CopyTo(result.AsSpan(length));
        length += added.Length;
        result[length++] = (byte)'}';
        suffix.Dispose();
        return result.AsMemory(0, length);
    }

    private static void AppendMissing(
        ref Utf8Suffix suffix, in CloudEventScan scan, EventDestination destination, TraceContext trace, DateTimeOffset? expiration, TimeProvider time)
    {
        suffix.Append("topic"u8, destination.TopicText.EncodedUtf8Bytes);
        suffix.Append("pubsubname"u8, destination.PubSubText.EncodedUtf8Bytes);
        if (!scan.Present.HasFlag(CloudEventFields.Id))
            suffix.Append("id"u8, Guid.NewGuid());
        if (!scan.Present.HasFlag(CloudEventFields.Source))
            suffix.Append("source"u8, "Dapr"u8);
        if (!scan.Present.HasFlag(CloudEventFields.Type))
            suffix.Append("type"u8, "com.dapr.event.sent"u8);
        if (!scan.Present.HasFlag(CloudEventFields.SpecVersion))
            suffix.Append("specversion"u8, "1.0"u8);
        if (!scan.Present.HasFlag(CloudEventFields.Time))
            suffix.Append("time"u8, time.GetUtcNow());
        if (expiration is { } expires)
            suffix.Append("expiration"u8, expires);
        AppendTrace(ref suffix, in scan, trace);
    }

    /// <summary>daprd puts its own span in when traceid is absent; a publisher that gave a traceparent keeps it here.</summary>
    private static void AppendTrace(ref Utf8Suffix suffix, in CloudEventScan scan, TraceContext trace)
    {
        var hasParent = scan.Present.HasFlag(CloudEventFields.TraceParent);
        if (!scan.Present.HasFlag(CloudEventFields.TraceId))
        {
            if (hasParent)
            {
                suffix.Append("traceid"u8, scan.TraceParent);
            }
            else
            {
                var parent = JsonEncodedText.Encode(trace.OrNew().Parent);
                suffix.Append("traceid"u8, parent.EncodedUtf8Bytes);
                suffix.Append("traceparent"u8, parent.EncodedUtf8Bytes);
            }
        }

        if (!scan.Present.HasFlag(CloudEventFields.TraceState))
            suffix.Append("tracestate"u8, trace.State.Length == 0 ? default : JsonEncodedText.Encode(trace.State).EncodedUtf8Bytes);
    }
}
