using System.Globalization;

namespace Aion.Sidecar.CloudEvents;

/// <summary>Times in envelopes: RFC 3339 in UTC.</summary>
internal static class CloudEventTime
{
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
