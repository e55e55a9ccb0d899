using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aion.Sidecar.CloudEvents;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Subscriptions;

namespace Aion.Sidecar.AppChannel.Http;

/// <summary>
/// The body of a bulk delivery: {"id","type","topic","pubsubname","metadata","entries":[{"entryId","event","metadata",
/// "contentType"}]}. Events go in as they were published; the buffer is used again for the next batch.
/// </summary>
internal sealed class BulkEnvelope(SubscriptionModel subscription) : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private Utf8JsonWriter? _json;

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    /// <summary>
    /// Writes the deliveries that the app is to get. The others have their result already; false: that is all of them.
    /// </summary>
    public bool Write(IReadOnlyList<PubSubDelivery> deliveries, Span<DeliveryResult> results, TimeProvider time)
    {
        _buffer.ResetWrittenCount();
        var json = _json ??= new Utf8JsonWriter(_buffer, Options);
        json.Reset();
        json.WriteStartObject();
        json.WriteString("id"u8, Guid.NewGuid());
        json.WriteString("type"u8, "com.dapr.event.sent.bulk"u8);
        json.WriteString("topic"u8, subscription.Topic);
        json.WriteString("pubsubname"u8, subscription.PubSubName);
        json.WriteStartObject("metadata"u8);
        json.WriteString("pubsubName"u8, subscription.PubSubName);
        json.WriteEndObject();
        json.WriteStartArray("entries"u8);
        var any = false;
        for (var i = 0; i < deliveries.Count; i++)
        {
            if (TryWriteEntry(json, deliveries[i], time, out results[i]))
                any = true;
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return any;
    }

    public void Dispose() => _json?.Dispose();

    private bool TryWriteEntry(Utf8JsonWriter json, PubSubDelivery delivery, TimeProvider time, out DeliveryResult result)
    {
        var data = delivery.Data;
        result = subscription.IsRaw ? default : Check(delivery, time, ref data);
        if (result.Outcome != DeliveryOutcome.Success)
            return false;

        json.WriteStartObject();
        json.WriteString("entryId"u8, delivery.Id);
        if (subscription.IsRaw)
        {
            json.WriteBase64String("event"u8, data.Span);
        }
        else
        {
            json.WritePropertyName("event"u8);
            json.WriteRawValue(data.Span, skipInputValidation: true);
        }

        json.WriteStartObject("metadata"u8);
        foreach (var (key, value) in delivery.Metadata)
            json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteString("contentType"u8, subscription.IsRaw ? ContentTypes.OctetStream : ContentTypes.CloudEvents);
        json.WriteEndObject();
        return true;
    }

    /// <summary>Whether the app is to get the message; what is no envelope is put into one.</summary>
    private DeliveryResult Check(PubSubDelivery delivery, TimeProvider time, ref ReadOnlyMemory<byte> data)
    {
        var glance = EventGlance.At(data.Span);
        if (glance.IsEnvelope)
            return glance.IsExpired(time) ? DeliveryResult.Expired : default;
        if (!RawMessage.ReachesTheApp(subscription))
            return DeliveryResult.NoEnvelope;
        data = RawMessage.Wrap(subscription, delivery);
        return default;
    }
}
