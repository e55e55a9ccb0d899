using System.Text;
using System.Text.Json;
using Aion.Sidecar.Components.PubSub.Groups;
using StackExchange.Redis;

namespace Aion.Sidecar.Components.PubSub.Redis;

/// <summary>Stream entries as daprd writes them: field data, and field metadata with a JSON object when there is any.</summary>
internal static class RedisEntries
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    /// <summary>The arguments of XADD: https://redis.io/docs/latest/commands/xadd/</summary>
    public static object[] AddArguments(string topic, PubSubMessage message, RedisPubSubSettings settings, DateTimeOffset now)
    {
        var arguments = new List<object>(10) { (RedisKey)topic };
        if (settings.MaxLenApprox > 0)
        {
            arguments.AddRange("MAXLEN", "~", settings.MaxLenApprox);
        }
        else if (settings.StreamTimeToLive > TimeSpan.Zero)
        {
            arguments.AddRange("MINID", "~", $"{(now - settings.StreamTimeToLive).ToUnixTimeMilliseconds()}-1");
        }

        arguments.AddRange("*", "data", message.Data);
        if (message.Metadata.Count > 0)
        {
            arguments.AddRange("metadata", JsonSerializer.SerializeToUtf8Bytes(message.Metadata));
        }

        return [.. arguments];
    }

    /// <summary>The entries in an answer of XREADGROUP for one stream; those whose content has been cut are only ids.</summary>
    public static (List<StoredMessage> Messages, List<RedisValue> Cut) Parse(RedisResult answer)
    {
        var messages = new List<StoredMessage>();
        var cut = new List<RedisValue>();
        if (answer.IsNull)
        {
            return (messages, cut);
        }

        // [[stream, [[id, [field, value, ...]], ...]]]
        foreach (var entry in (RedisResult[])((RedisResult[])((RedisResult[])answer!)[0]!)[1]!)
        {
            var parts = (RedisResult[])entry!;
            if (parts[1].IsNull)
            {
                cut.Add((RedisValue)parts[0]);
            }
            else
            {
                messages.Add(ToMessage(PositionOf((RedisValue)parts[0]), (RedisValue[])parts[1]!, deliveries: 0));
            }
        }

        return (messages, cut);
    }

    public static StoredMessage ToMessage(StreamEntry entry, int deliveries) =>
        ToMessage(PositionOf(entry.Id), [.. entry.Values.SelectMany(field => new[] { field.Name, field.Value })], deliveries);

    public static Position PositionOf(RedisValue id) =>
        Position.TryParse(id.ToString(), out var position) ? position : throw new FormatException($"{id} is not the id of a stream entry");

    private static StoredMessage ToMessage(Position position, RedisValue[] fields, int deliveries)
    {
        ReadOnlyMemory<byte> data = default;
        var metadata = NoMetadata;
        for (var i = 0; i + 1 < fields.Length; i += 2)
        {
            if (fields[i] == "data")
            {
                data = (byte[])fields[i + 1]!;
            }
            else if (fields[i] == "metadata")
            {
                metadata = ReadMetadata((byte[])fields[i + 1]!);
            }
        }

        return new StoredMessage(position, data, metadata, null, deliveries);
    }

    /// <summary>Metadata that is not a JSON object of texts is none, as for daprd: the data still counts.</summary>
    private static Dictionary<string, string> ReadMetadata(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(Encoding.UTF8.GetString(json)) ?? NoMetadata;
        }
        catch (JsonException)
        {
            return NoMetadata;
        }
    }
}
