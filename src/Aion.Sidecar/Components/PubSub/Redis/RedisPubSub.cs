using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Aion.Sidecar.Components.PubSub.Redis;

/// <summary>
/// pubsub.redis: a stream for each topic and its consumer groups, shared with any daprd on the same server. Consumer and group
/// have the same name, as with daprd, so what a consumer had not acknowledged is the first thing that it gets after a restart.
/// </summary>
internal sealed class RedisPubSub(ConnectionMultiplexer connection, RedisPubSubSettings settings, TimeProvider timeProvider, ILogger logger) : IPubSub, IAsyncDisposable
{
    private readonly IDatabase database = connection.GetDatabase();
    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<(string Topic, string Group), RedisGroup> groups = [];

    public async ValueTask<IReadOnlyList<Exception?>> PublishAsync(string topic, IReadOnlyList<PubSubMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
        {
            return [];
        }

        var now = timeProvider.GetUtcNow();
        if (messages.Count == 1)
        {
            await database.ExecuteAsync("XADD", RedisEntries.AddArguments(topic, messages[0], settings, now)).WaitAsync(cancellationToken);
        }
        else
        {
            // MULTI: an interruption takes all messages of the call or none, so that a retry keeps their order.
            var transaction = database.CreateTransaction();
            var adding = messages.Select(message => transaction.ExecuteAsync("XADD", RedisEntries.AddArguments(topic, message, settings, now))).ToList();
            await transaction.ExecuteAsync().WaitAsync(cancellationToken);
            await Task.WhenAll(adding);
        }

        return new Exception?[messages.Count];
    }

    public async ValueTask<IPubSubConsumer> SubscribeAsync(string topic, string consumerGroup, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!groups.TryGetValue((topic, consumerGroup), out var group))
            {
                group = await RedisGroup.StartAsync(connection, settings, topic, consumerGroup, timeProvider, logger);
                groups.Add((topic, consumerGroup), group);
            }

            group.MemberCount++;
            return new RedisConsumer(group.Members.Join(), () => LeaveAsync(topic, consumerGroup));
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The gate stays usable: a consumer may be disposed after its component.
        await gate.WaitAsync();
        try
        {
            foreach (var group in groups.Values)
            {
                await group.DisposeAsync();
            }

            groups.Clear();
        }
        finally
        {
            gate.Release();
        }

        await connection.DisposeAsync();
    }

    /// <summary>With its last member a group stops reading; what it has read stays pending at the server.</summary>
    private async ValueTask LeaveAsync(string topic, string consumerGroup)
    {
        await gate.WaitAsync();
        try
        {
            if (groups.TryGetValue((topic, consumerGroup), out var group) && --group.MemberCount == 0)
            {
                groups.Remove((topic, consumerGroup));
                await group.DisposeAsync();
            }
        }
        finally
        {
            gate.Release();
        }
    }
}
