using System.Text.Json;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Json;
using Aion.Sidecar.Subscriptions;

namespace Aion.Sidecar.AppChannel.Http;

/// <summary>The answer to a bulk delivery: {"statuses":[{"entryId","status"}]}. An entry without a status comes again.</summary>
internal static class BulkStatuses
{
    /// <summary>Fills the places that have no result yet.</summary>
    public static void Read(ReadOnlySpan<byte> body, IReadOnlyList<PubSubDelivery> deliveries, Span<DeliveryResult> results)
    {
        var answered = new bool[results.Length];
        for (var i = 0; i < results.Length; i++)
            answered[i] = results[i].Outcome != DeliveryOutcome.Success;
        try
        {
            ReadStatuses(body, deliveries, results, answered);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            Array.Fill(answered, false);
        }

        for (var i = 0; i < results.Length; i++)
        {
            if (!answered[i])
                results[i] = DeliveryResult.Retry("the app's answer has no status for it");
        }
    }

    /// <summary>The same result for every place that has none yet.</summary>
    public static void SetAll(Span<DeliveryResult> results, DeliveryResult result)
    {
        foreach (ref var place in results)
        {
            if (place.Outcome == DeliveryOutcome.Success)
                place = result;
        }
    }

    private static void ReadStatuses(ReadOnlySpan<byte> body, IReadOnlyList<PubSubDelivery> deliveries, Span<DeliveryResult> results, bool[] answered)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        var expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isStatuses = reader.IsProperty("statuses"u8);
            reader.Read();
            if (!isStatuses || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                ReadStatus(ref reader, deliveries, results, answered, ref expected);
        }
    }

    private static void ReadStatus(
        ref Utf8JsonReader reader, IReadOnlyList<PubSubDelivery> deliveries, Span<DeliveryResult> results, bool[] answered, ref int expected)
    {
        var index = -1;
        var result = DeliveryResult.Retry("the app answered an unknown status");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEntryId = reader.IsProperty("entryId"u8);
            var isStatus = reader.IsProperty("status"u8);
            reader.Read();
            if (isEntryId)
                index = IndexOf(ref reader, deliveries, ref expected);
            else if (isStatus)
                result = ResultOf(ref reader);
            else
                reader.Skip();
        }

        if (index >= 0 && !answered[index])
            (results[index], answered[index]) = (result, true);
    }

    private static DeliveryResult ResultOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("SUCCESS"u8))
            return DeliveryResult.Success;
        return reader.ValueTextEquals("DROP"u8) ? DeliveryResult.Drop("the app answered DROP") : DeliveryResult.Retry("the app answered RETRY");
    }

    /// <summary>Apps answer in the order of the entries, so the next one is looked at first.</summary>
    private static int IndexOf(ref Utf8JsonReader reader, IReadOnlyList<PubSubDelivery> deliveries, ref int expected)
    {
        for (var offset = 0; offset < deliveries.Count; offset++)
        {
            var index = (expected + offset) % deliveries.Count;
            if (!reader.ValueTextEquals(deliveries[index].Id))
                continue;
            expected = index + 1;
            return index;
        }

        return -1;
    }
}
