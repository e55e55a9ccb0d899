using Aion.Sidecar.Components.Loading;
using Aion.Sidecar.Components.Redis;

namespace Aion.Sidecar.Components.PubSub.Redis;

/// <summary>
/// Metadata of pubsub.redis, with daprd's names and defaults:
/// https://docs.dapr.io/reference/components-reference/supported-pubsub/setup-redis-pubsub/
/// </summary>
/// <param name="Connection">Where the server is.</param>
/// <param name="ProcessingTimeout">processingTimeout: a message that another consumer holds longer is taken over; default 60 s, 0: never.</param>
/// <param name="RedeliverInterval">redeliverInterval: how often such messages are looked for; default 15 s, 0: never.</param>
/// <param name="QueueDepth">queueDepth: the most messages read ahead for a group; default 100.</param>
/// <param name="MaxLenApprox">maxLenApprox: a stream is cut to about this many entries, read or not; 0 (default): never cut.</param>
/// <param name="StreamTimeToLive">streamTTL: entries older than this are cut, read or not; zero (default): never.</param>
internal sealed record RedisPubSubSettings(
    RedisSettings Connection, TimeSpan ProcessingTimeout, TimeSpan RedeliverInterval, int QueueDepth, int MaxLenApprox, TimeSpan StreamTimeToLive)
{
    public bool TakesOver => ProcessingTimeout > TimeSpan.Zero && RedeliverInterval > TimeSpan.Zero;

    public static RedisPubSubSettings Read(MetadataReader metadata)
    {
        // Order is kept per group, so there is one delivery at a time to the caller, who decides about concurrency.
        metadata.Allow("concurrency");
        var millisecond = TimeSpan.FromMilliseconds(1);
        return new RedisPubSubSettings(
            RedisSettings.Read(metadata),
            metadata.Duration("processingTimeout", TimeSpan.FromSeconds(60), millisecond),
            metadata.Duration("redeliverInterval", TimeSpan.FromSeconds(15), millisecond),
            metadata.Integer("queueDepth", 100, 1),
            metadata.Integer("maxLenApprox", 0, 0),
            metadata.Duration("streamTTL", TimeSpan.Zero, millisecond));
    }
}
