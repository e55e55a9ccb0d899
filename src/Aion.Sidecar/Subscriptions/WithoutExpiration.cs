using System.Text.Json;
using Aion.Sidecar.CloudEvents;

namespace Aion.Sidecar.Subscriptions;

/// <summary>An event or its metadata without the time at which it ends.</summary>
internal static class WithoutExpiration
{
    private const string TimeToLive = "ttlInSeconds";

    /// <summary>The same bytes when there is nothing to take out, or when they are no envelope.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json)
    {
        if (json.Span.IndexOf("\"expiration\""u8) < 0)
            return json;
        try
        {
            Span<Range> dropped = stackalloc Range[16];
            var scan = CloudEventScan.Of(json.Span, CloudEventFields.Expiration, dropped);
            var result = new byte[json.Length];
            var length = scan.CopyKept(result);
            var kept = result.AsSpan(0, length).TrimEnd(" \t\r\n"u8);
            length = kept[^1] == (byte)',' ? kept.Length - 1 : kept.Length;
            result[length++] = (byte)'}';
            return result.AsMemory(0, length);
        }
        catch (JsonException)
        {
            return json;
        }
    }

    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> metadata) => metadata.ContainsKey(TimeToLive)
        ? metadata.Where(entry => !entry.Key.Equals(TimeToLive, StringComparison.OrdinalIgnoreCase)).ToDictionary(StringComparer.OrdinalIgnoreCase)
        : metadata;
}
