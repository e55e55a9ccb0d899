using System.Text.Json;
using Aion.Sidecar.AppChannel.Http;
using Aion.Sidecar.Components.PubSub;

namespace Aion.Sidecar.Subscriptions.Crashes;

/// <summary>What people know an event by.</summary>
internal static class EventId
{
    /// <summary>The envelope as the app gets it: what is none is wrapped.</summary>
    public static ReadOnlyMemory<byte> Envelope(string pubSub, string topic, PubSubDelivery delivery) =>
        EventGlance.At(delivery.Data.Span).IsEnvelope
            ? delivery.Data : RawMessage.Wrap(new SubscriptionModel(pubSub, topic, SubscriptionKind.Programmatic), delivery);

    /// <summary>The member id of the envelope; without one, the place of the event in its topic.</summary>
    public static string Of(string pubSub, string topic, PubSubDelivery delivery) =>
        TryRead(Envelope(pubSub, topic, delivery)) ?? $"{topic}/{delivery.Id}";

    private static string? TryRead(ReadOnlyMemory<byte> envelope)
    {
        try
        {
            return Read(envelope);
        }
        catch (InvalidOperationException)
        {
            // JSON may hold what no text can, such as half of a surrogate pair.
            return null;
        }
    }

    private static string? Read(ReadOnlyMemory<byte> envelope)
    {
        var reader = new Utf8JsonReader(envelope.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId && reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } id)
                return id;
            reader.Skip();
        }

        return null;
    }
}
