using System.Globalization;

namespace Aion.Sidecar.Components.PubSub;

/// <summary>Message time to live: https://docs.dapr.io/developing-applications/building-blocks/pubsub/pubsub-message-ttl/</summary>
internal static class MessageLife
{
    private const string MetadataName = "ttlInSeconds";

    /// <summary>When the message expires; null: never.</summary>
    /// <returns>False when the metadata has a time to live that is not a whole number above 0.</returns>
    public static bool TryReadExpiry(PubSubMessage message, DateTimeOffset now, out DateTimeOffset? expiresAt)
    {
        expiresAt = null;
        if (!message.Metadata.TryGetValue(MetadataName, out var text) || text.Length == 0)
        {
            return true;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds == 0)
        {
            return false;
        }

        expiresAt = now.AddSeconds(seconds);
        return true;
    }

    public static Exception InvalidExpiry(PubSubMessage message) =>
        new ArgumentException($"{MetadataName} value must be higher than zero: got {message.Metadata[MetadataName]}");
}
