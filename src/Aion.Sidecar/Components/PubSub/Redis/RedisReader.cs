using System.Globalization;
using Aion.Sidecar.Components.PubSub.Groups;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Aion.Sidecar.Components.PubSub.Redis;

/// <summary>
/// Reads a stream for a group: first what this consumer has pending, then what is new. Whenever an answer may have been lost
/// it begins with the pending entries again, because the server counts a lost answer as delivered.
/// </summary>
internal sealed class RedisReader(
    RedisStream stream, ConnectionMultiplexer connection, ReadAhead ahead, PendingEntries pending, ConsumerGroup members, TimeProvider timeProvider, ILogger logger)
    : IAsyncDisposable
{
    /// <summary>How long the server may let a read wait.</summary>
    public static readonly TimeSpan BlockTime = TimeSpan.FromSeconds(2);

    private const int PageSize = 100;

    private static readonly TimeSpan UnblockInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private readonly IDatabase database = connection.GetDatabase();

    /// <summary>The server's id of the connection that reads wait on.</summary>
    private string? clientId;

    /// <summary>The last new entry that was read.</summary>
    private Position lastRead;

    public async Task RunAsync(CancellationToken stopping)
    {
        var hasFailed = false;
        var isGroupMissing = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (isGroupMissing)
                {
                    await RecreateGroupAsync();
                    isGroupMissing = false;
                }

                await ReadPendingAsync();
                if (hasFailed)
                {
                    RedisLog.ReadRecovered(logger, stream.Topic, stream.Group);
                    hasFailed = false;
                }

                await ReadNewAsync(stopping);
            }
            catch (RedisServerException exception) when (exception.Message.StartsWith(RedisStream.GroupMissing, StringComparison.Ordinal))
            {
                isGroupMissing = true;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
            {
                if (!hasFailed)
                {
                    RedisLog.ReadFailed(logger, stream.Topic, stream.Group, exception.Message);
                    hasFailed = true;
                }

                await DelayAsync(stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>
    /// Ends the read that waits at the server, until the loop has ended. Cutting the connection instead could lose an answer on
    /// its way.
    /// </summary>
    public async Task UnblockUntilAsync(Task ended)
    {
        // The read may not have reached the server yet when the first command to end it does.
        using var timer = new PeriodicTimer(UnblockInterval, timeProvider);
        while (!ended.IsCompleted)
        {
            await UnblockAsync();
            await Task.WhenAny(ended, timer.WaitForNextTickAsync().AsTask());
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task ReadPendingAsync()
    {
        clientId = await FindClientIdAsync();
        var adopted = new List<StoredMessage>();
        var from = "0";
        while (true)
        {
            var (messages, cut) = RedisEntries.Parse(await stream.ReadAsync(database, from, PageSize, TimeSpan.Zero));
            if (cut.Count > 0)
            {
                await stream.AcknowledgeAsync([.. cut]);
            }

            if (messages.Count == 0 && cut.Count == 0)
            {
                break;
            }

            adopted.AddRange(await WithDeliveriesAsync(messages.Where(message => pending.Add(message.Position)).ToList()));
            from = Greatest(messages, cut).ToString();
        }

        // What an answer that was lost held comes behind what is still read ahead from the answers before it.
        var isLost = adopted.ToLookup(message => lastRead != default && message.Position > lastRead);
        members.Adopt([.. isLost[false]]);
        ReadAhead(isLost[true]);
    }

    private async Task UnblockAsync()
    {
        try
        {
            if (clientId is { } id)
            {
                await stream.UnblockAsync(id);
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // The read ends by itself within its block time, or with its connection.
        }
    }

    private async Task<string?> FindClientIdAsync()
    {
        try
        {
            return (await database.ExecuteAsync("CLIENT", "ID")).ToString();
        }
        catch (RedisServerException)
        {
            // A managed server may forbid the command; stopping then waits for the block time.
            return null;
        }
    }

    private async Task<IEnumerable<StoredMessage>> WithDeliveriesAsync(List<StoredMessage> messages)
    {
        if (messages.Count == 0)
        {
            return messages;
        }

        var entries = await stream.PendingAsync(PageSize, messages[0].Position.ToString(), stream.Group);
        var deliveries = entries.ToDictionary(entry => RedisEntries.PositionOf(entry.MessageId), entry => entry.DeliveryCount);
        return messages.Select(message => message with { Deliveries = deliveries.GetValueOrDefault(message.Position, 1) });
    }

    private static Position Greatest(List<StoredMessage> messages, List<RedisValue> cut) =>
        messages.Select(message => message.Position).Concat(cut.Select(RedisEntries.PositionOf)).Max();

    private async Task ReadNewAsync(CancellationToken stopping)
    {
        while (true)
        {
            var room = await ahead.WaitForRoomAsync(stopping);
            var (messages, _) = RedisEntries.Parse(await stream.ReadAsync(database, ">", room, BlockTime));
            ReadAhead(messages.Where(message => pending.Add(message.Position)));
            stopping.ThrowIfCancellationRequested();
        }
    }

    private void ReadAhead(IEnumerable<StoredMessage> messages)
    {
        var hadAny = false;
        foreach (var message in messages)
        {
            ahead.Add(message);
            (lastRead, hadAny) = (message.Position, true);
        }

        if (hadAny)
        {
            members.Pulse();
        }
    }

    /// <summary>
    /// Makes a group that was deleted, or lost with the server's data, again: behind what is acknowledged if the stream is
    /// still the same, else at its beginning. Rather twice than not at all.
    /// </summary>
    private async Task RecreateGroupAsync()
    {
        var (floor, entered) = members.Read(cursor => (cursor.Floor, cursor.Entered));
        var (first, last) = await stream.RangeAsync();
        var isSameStream = first < floor && last >= entered;
        var position = isSameStream ? floor.ToString() : "0";
        RedisLog.GroupRecreated(logger, stream.Topic, stream.Group, position);
        await stream.CreateGroupAsync(position);
    }

    private async Task DelayAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(RetryDelay, timeProvider, stopping);
        }
        catch (OperationCanceledException)
        {
            // The loop sees it.
        }
    }
}
