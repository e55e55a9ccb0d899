using System.Text.Json;

namespace Aion.ServiceBroker.Routing;

/// <summary>Finds the events in the body of Dapr's bulk delivery.</summary>
/// <remarks>
/// The body is <c>{"id":..,"topic":..,"entries":[{"entryId":"..","event":{..},"contentType":"..","metadata":{..}},..],..}</c>
/// (https://docs.dapr.io/reference/api/pubsub_api/). Dapr.AspNetCore binds it to objects and copies every event on the way;
/// here each event stays where it is.
/// </remarks>
internal static class BulkBody
{
    /// <summary>Adds the entries in their order.</summary>
    /// <exception cref="FormatException">It is not such a body.</exception>
    public static void Read(ReadOnlyMemory<byte> body, List<BulkEntry> entries)
    {
        try
        {
            var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = 256 });
            Expect(ref reader, JsonTokenType.StartObject);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("entries"u8))
                {
                    ReadEntries(ref reader, body, entries);
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }
        }
        catch (JsonException e)
        {
            throw new FormatException("The bulk delivery is not valid JSON: " + e.Message, e);
        }
    }

    private static void ReadEntries(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, List<BulkEntry> entries)
    {
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            ReadOnlyMemory<byte> entryId = default, data = default;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isId, isEvent) = (reader.ValueTextEquals("entryId"u8), reader.ValueTextEquals("event"u8));
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                var value = body[start..(int)reader.BytesConsumed];
                (entryId, data) = isId ? (value, data) : isEvent ? (entryId, value) : (entryId, data);
            }

            if (entryId.Length < 2 || entryId.Span[0] != (byte)'"')
            {
                throw new FormatException("An entry of the bulk delivery has no entryId.");
            }

            entries.Add(new BulkEntry(entryId, data));
        }
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
        {
            throw new FormatException($"The bulk delivery has {reader.TokenType} where {token} belongs.");
        }
    }
}
