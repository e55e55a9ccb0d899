using System.Globalization;
using Aion.Sidecar.Components.PubSub.Groups;
using StackExchange.Redis;

namespace Aion.Sidecar.Components.PubSub.Redis;

/// <summary>A stream and one consumer group on it, as commands.</summary>
internal sealed class RedisStream(IDatabase database, string topic, string group)
{
    public const string GroupMissing = "NOGROUP";

    private const string GroupExists = "BUSYGROUP";

    public string Topic => topic;

    public string Group => group;

    public async Task CreateGroupAsync(string position)
    {
        try
        {
            await database.StreamCreateConsumerGroupAsync(topic, group, position, createStream: true);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith(GroupExists, StringComparison.Ordinal))
        {
            // Somebody else made it, or it was there.
        }
    }

    /// <summary>The ids of the oldest and the newest entry; 0-0 when there is none.</summary>
    public async Task<(Position First, Position Last)> RangeAsync()
    {
        var first = await database.StreamRangeAsync(topic, count: 1);
        var last = await database.StreamRangeAsync(topic, count: 1, messageOrder: Order.Descending);
        return first.Length == 0 || last.Length == 0 ? default : (RedisEntries.PositionOf(first[0].Id), RedisEntries.PositionOf(last[0].Id));
    }

    public Task AcknowledgeAsync(RedisValue[] ids) => database.StreamAcknowledgeAsync(topic, group, ids);

    /// <summary>Entries that were given to any consumer and not acknowledged, from the position on.</summary>
    public Task<StreamPendingMessageInfo[]> PendingAsync(int count, RedisValue from, RedisValue consumer = default, TimeSpan idle = default) =>
        database.StreamPendingMessagesAsync(topic, group, count, consumer, from, "+", idle > TimeSpan.Zero ? (long)idle.TotalMilliseconds : null);

    /// <summary>Takes entries over if they are still idle so long.</summary>
    public Task<StreamEntry[]> ClaimAsync(TimeSpan idle, RedisValue[] ids) =>
        database.StreamClaimAsync(topic, group, group, (long)idle.TotalMilliseconds, ids);

    /// <summary>Tells the server that these entries are being worked on, so that nobody takes them over.</summary>
    public Task TouchAsync(RedisValue[] ids) => database.StreamClaimIdsOnlyAsync(topic, group, group, 0, ids);

    /// <summary>Ends the blocking command of another connection, which then answers that there is nothing.</summary>
    public Task UnblockAsync(string clientId) => database.ExecuteAsync("CLIENT", "UNBLOCK", clientId);

    /// <summary>XREADGROUP with an id reads what this consumer has pending, with &gt; what is new; https://redis.io/docs/latest/commands/xreadgroup/</summary>
    public Task<RedisResult> ReadAsync(IDatabase readDatabase, string from, int count, TimeSpan block)
    {
        object[] waiting = block > TimeSpan.Zero ? ["BLOCK", block.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)] : [];
        return readDatabase.ExecuteAsync("XREADGROUP", ["GROUP", group, group, "COUNT", count, .. waiting, "STREAMS", (RedisKey)topic, from]);
    }
}
