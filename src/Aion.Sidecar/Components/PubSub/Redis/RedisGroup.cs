using Aion.Sidecar.Components.PubSub.Groups;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Aion.Sidecar.Components.PubSub.Redis;

/// <summary>
/// A consumer group in this process: one connection that waits at the server for new entries, one batch of acknowledgements
/// on its way at a time, and a look now and then for what other consumers left behind.
/// </summary>
internal sealed class RedisGroup : IGroupLog, IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly ReadAhead ahead;
    private readonly PendingEntries pending = new();
    private readonly RedisAcknowledger acknowledger;
    private readonly RedisReader reader;
    private readonly RedisClaimer claimer;
    private Task running = Task.CompletedTask;

    private RedisGroup(RedisStream stream, ConnectionMultiplexer readConnection, RedisPubSubSettings settings, TimeProvider timeProvider, ILogger logger)
    {
        ahead = new ReadAhead(settings.QueueDepth);
        Members = new ConsumerGroup(new GroupCursor(new GroupSnapshot(default, [])), this, timeProvider);
        acknowledger = new RedisAcknowledger(stream, pending, timeProvider);
        reader = new RedisReader(stream, readConnection, ahead, pending, Members, timeProvider, logger);
        claimer = new RedisClaimer(stream, settings, pending, Members, timeProvider, logger);
    }

    public ConsumerGroup Members { get; }

    /// <summary>Members in this process; under the component's lock.</summary>
    public int MemberCount { get; set; }

    /// <summary>Makes the group at the server if it is not there, at the oldest entry, and starts reading.</summary>
    public static async Task<RedisGroup> StartAsync(
        ConnectionMultiplexer connection, RedisPubSubSettings settings, string topic, string name, TimeProvider timeProvider, ILogger logger)
    {
        var stream = new RedisStream(connection.GetDatabase(), topic, name);
        await stream.CreateGroupAsync("0");
        var readConnection = await settings.Connection.ConnectAsync(RedisReader.BlockTime);
        var group = new RedisGroup(stream, readConnection, settings, timeProvider, logger);
        await group.claimer.LookAsync();
        group.Start();
        return group;
    }

    private void Start() =>
        running = Task.WhenAll(reader.RunAsync(stopping.Token), acknowledger.RunAsync(stopping.Token), claimer.RunAsync(stopping.Token));

    public bool TryRead(Position after, int maximum, Queue<StoredMessage> into)
    {
        ahead.Take(maximum, into);
        return true;
    }

    public ValueTask<MessagePage> LoadAsync(Position after, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A stream's entries come from its reader.");

    public void Delivered()
    {
    }

    public ValueTask AcknowledgedAsync(IReadOnlyList<PubSubDelivery> deliveries, CancellationToken cancellationToken)
    {
        acknowledger.Add(deliveries);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await reader.UnblockUntilAsync(running);
        await running;
        await reader.DisposeAsync();
        stopping.Dispose();
    }
}
