using System.Text.Json;

namespace Aion.Sidecar.AppChannel.Http;

/// <summary>What must be known of an envelope before it goes to an HTTP app as it is, from one pass over it.</summary>
internal readonly record struct EventGlance(bool IsEnvelope, DateTimeOffset? Expiration, string TraceParent)
{
    public static EventGlance At(ReadOnlySpan<byte> json)
    {
        try
        {
            return Read(json);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    public bool IsExpired(TimeProvider time) => Expiration is { } expiration && expiration < time.GetUtcNow();

    private static EventGlance Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return default;
        DateTimeOffset? expiration = null;
        var traceParent = "";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var length = reader.ValueSpan.Length;
            if (length == 10 && reader.ValueTextEquals("expiration"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time))
                    expiration = time;
            }
            else if (length == 11 && reader.ValueTextEquals("traceparent"u8))
            {
                reader.Read();
                traceParent = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
            }

            reader.Skip();
        }

        return reader.Read() ? default : new EventGlance(true, expiration, traceParent);
    }
}
