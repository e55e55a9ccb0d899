using Aion.Sidecar.Components.PubSub.Groups;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Aion.Sidecar.Components.PubSub.Redis;

/// <summary>
/// Takes over messages that a consumer of the group took and did not finish in processingTimeout, and keeps others (a daprd
/// in the same group) from taking over what members here still work on.
/// </summary>
internal sealed class RedisClaimer(
    RedisStream stream, RedisPubSubSettings settings, PendingEntries pending, ConsumerGroup members, TimeProvider timeProvider, ILogger logger)
{
    private const int PageSize = 100;

    public async Task RunAsync(CancellationToken stopping)
    {
        if (!settings.TakesOver)
        {
            return;
        }

        var half = settings.ProcessingTimeout / 2;
        using var timer = new PeriodicTimer(settings.RedeliverInterval < half ? settings.RedeliverInterval : half, timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                await LookAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    /// <summary>Looks once. Done before the first read, it puts what others left ahead of everything that is read.</summary>
    public async Task LookAsync()
    {
        if (!settings.TakesOver)
        {
            return;
        }

        try
        {
            await TouchAsync();
            await TakeOverAsync();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // The reader reports the interruption; the next round looks again.
        }
    }

    private async Task TouchAsync()
    {
        foreach (var positions in pending.All().Chunk(PageSize))
        {
            await stream.TouchAsync([.. positions.Select(position => (RedisValue)position.ToString())]);
        }
    }

    private async Task TakeOverAsync()
    {
        var from = "-";
        while (true)
        {
            var page = await stream.PendingAsync(PageSize, from, idle: settings.ProcessingTimeout);
            var left = page.Where(entry => !pending.Contains(RedisEntries.PositionOf(entry.MessageId))).ToList();
            if (left.Count > 0)
            {
                await ClaimAsync(left);
            }

            if (page.Length < PageSize)
            {
                return;
            }

            from = $"({page[^1].MessageId}";
        }
    }

    private async Task ClaimAsync(List<StreamPendingMessageInfo> entries)
    {
        var deliveries = entries.ToDictionary(entry => entry.MessageId.ToString(), entry => entry.DeliveryCount);
        var claimed = await stream.ClaimAsync(settings.ProcessingTimeout, [.. entries.Select(entry => entry.MessageId)]);
        var messages = claimed.Where(entry => !entry.IsNull)
            .Select(entry => RedisEntries.ToMessage(entry, deliveries[entry.Id.ToString()]))
            .Where(message => pending.Add(message.Position))
            .ToList();
        if (messages.Count > 0)
        {
            RedisLog.TookOver(logger, stream.Topic, stream.Group, messages.Count);
            members.Adopt(messages);
        }
    }
}
