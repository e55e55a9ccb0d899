using System.Text.Json;
using Aion.Sidecar.CloudEvents;
using Aion.Sidecar.Components.PubSub;

namespace Aion.Sidecar.Subscriptions.Events;

/// <summary>
/// Turns a stored envelope into the wire bytes of the message that gRPC subscribers get, in one pass. Attributes go to their
/// fields, data to data, all others to extensions. One encoder serves one subscription; its buffers are used again.
/// </summary>
internal sealed class TopicEventEncoder(TopicEventLayout layout) : IDisposable
{
    private const byte IdTag = 0x0A;
    private const byte SourceTag = 0x12;
    private const byte TypeTag = 0x1A;
    private const byte SpecVersionTag = 0x22;
    private const byte DataContentTypeTag = 0x2A;
    private const byte TopicTag = 0x32;
    private const byte PubSubNameTag = 0x42;
    private const byte PathTag = 0x4A;

    private readonly ProtobufBuffer _message = new();
    private readonly ProtobufBuffer _extensions = new();
    private string _contentType = "";

    /// <summary>The id of the event; empty when it has none.</summary>
    public string Id { get; private set; } = "";

    /// <summary>When the event expires; null: never.</summary>
    public DateTimeOffset? Expiration { get; private set; }

    /// <summary>The encoded message; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Written => _message.Written;

    /// <summary>Encodes what the subscription's app gets for the message; false: nothing, because it is no CloudEvent.</summary>
    public bool TryEncode(SubscriptionModel subscription, PubSubDelivery delivery) =>
        (!subscription.IsRaw && TryEncode(delivery.Data.Span))
        || (RawMessage.ReachesTheApp(subscription) && TryEncode(RawMessage.Wrap(subscription, delivery).Span));

    /// <summary>Adds the fields that say which subscription the message belongs to.</summary>
    public void AddSubscription(SubscriptionModel subscription)
    {
        _message.Text(TopicTag, subscription.Topic);
        _message.Text(PubSubNameTag, subscription.PubSubName);
        if (subscription.Route.Length > 0)
            _message.Text(PathTag, subscription.Route);
    }

    public void Dispose()
    {
        _message.Dispose();
        _extensions.Dispose();
    }

    private bool TryEncode(ReadOnlySpan<byte> json)
    {
        _message.Clear();
        _extensions.Clear();
        (Id, _contentType, Expiration) = ("", "", null);
        try
        {
            Encode(json);
            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private void Encode(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("not an object");
        Utf8JsonReader data = default;
        var (hasData, isBase64) = (false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("data_base64"u8))
            {
                isBase64 = reader.ValueSpan.Length > 4;
                reader.Read();
                data = reader;
                hasData = reader.TokenType != JsonTokenType.Null;
                reader.Skip();
            }
            else
            {
                EncodeAttribute(ref reader);
            }
        }

        if (reader.Read())
            throw new JsonException("not one object");
        if (hasData)
            EncodeData(json, data, isBase64);
        _message.Bytes(layout.ExtensionsTag, _extensions.Written.Span);
    }

    private void EncodeAttribute(ref Utf8JsonReader reader)
    {
        var tag = TagOf(ref reader);
        if (tag == 0)
        {
            var isExpiration = reader.ValueTextEquals("expiration"u8);
            StructEncoder.WriteField(_extensions, ref reader);
            if (isExpiration && reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var expiration))
                Expiration = expiration;
            return;
        }

        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return;
        }

        StructEncoder.WriteString(_message, tag, ref reader);
        if (tag == IdTag)
            Id = reader.GetString()!;
        else if (tag == DataContentTypeTag)
            _contentType = reader.ValueTextEquals("application/json"u8) ? ContentTypes.Json : reader.GetString()!;
    }

    private static byte TagOf(ref Utf8JsonReader reader) => reader.ValueSpan.Length switch
    {
        2 when reader.ValueTextEquals("id"u8) => IdTag,
        4 when reader.ValueTextEquals("type"u8) => TypeTag,
        6 when reader.ValueTextEquals("source"u8) => SourceTag,
        11 when reader.ValueTextEquals("specversion"u8) => SpecVersionTag,
        15 when reader.ValueTextEquals("datacontenttype"u8) => DataContentTypeTag,
        _ => 0,
    };

    private void EncodeData(ReadOnlySpan<byte> json, Utf8JsonReader data, bool isBase64)
    {
        var isText = data.TokenType == JsonTokenType.String && !ContentTypes.IsJson(_contentType) && !ContentTypes.IsCloudEvent(_contentType);
        if (isBase64)
        {
            _message.Bytes(layout.DataTag, data.GetBytesFromBase64());
        }
        else if (isText)
        {
            StructEncoder.WriteString(_message, layout.DataTag, ref data);
        }
        else
        {
            var start = (int)data.TokenStartIndex;
            data.Skip();
            _message.Bytes(layout.DataTag, json[start..(int)data.BytesConsumed]);
        }
    }
}
