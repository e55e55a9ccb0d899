using System.Threading.Channels;
using Aion.Sidecar.Components.PubSub.Groups;
using StackExchange.Redis;

namespace Aion.Sidecar.Components.PubSub.Redis;

/// <summary>
/// Sends acknowledgements to the server: those that come while one batch is on its way make the next batch. What the server
/// has not confirmed is sent again, so an interruption does not bring acknowledged messages back.
/// </summary>
internal sealed class RedisAcknowledger(RedisStream stream, PendingEntries pending, TimeProvider timeProvider)
{
    private const int BatchSize = 1000;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>Not bounded here: it holds at most what the members have taken.</summary>
    private readonly Channel<Position> queue = Channel.CreateUnbounded<Position>(new UnboundedChannelOptions { SingleReader = true });

    public void Add(IReadOnlyList<PubSubDelivery> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            if (Position.TryParse(delivery.Id, out var position))
            {
                queue.Writer.TryWrite(position);
            }
        }
    }

    /// <summary>Runs until stopped, and then sends what is left once more.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await queue.Reader.WaitToReadAsync(stopping);
                while (!await TrySendAllAsync())
                {
                    await Task.Delay(RetryDelay, timeProvider, stopping);
                }
            }
        }
        catch (OperationCanceledException)
        {
            await TrySendAllAsync();
        }
    }

    private async Task<bool> TrySendAllAsync()
    {
        while (TakeBatch() is { Count: > 0 } batch)
        {
            try
            {
                await stream.AcknowledgeAsync([.. batch.Select(position => (RedisValue)position.ToString())]);
                pending.Remove(batch);
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
            {
                batch.ForEach(position => queue.Writer.TryWrite(position));
                return false;
            }
        }

        return true;
    }

    private List<Position> TakeBatch()
    {
        var batch = new List<Position>();
        while (batch.Count < BatchSize && queue.Reader.TryRead(out var position))
        {
            batch.Add(position);
        }

        return batch;
    }
}
