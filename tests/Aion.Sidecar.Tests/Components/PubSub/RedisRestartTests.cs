using System.Text;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Tests.Components.Loading;
using Aion.Testing;
using StackExchange.Redis;

namespace Aion.Sidecar.Tests.Components.PubSub;

/// <summary>A server of its own that is killed and started again under the component.</summary>
public sealed class RedisRestartTests
{
    [Fact]
    public async Task ServerKilledAndStartedAgain_EveryAcceptedMessageArrivesInOrder()
    {
        await using var server = await RedisServer.StartAsync();
        using var directory = new TempDirectory();
        directory.Write("events.yaml", TestRegistry.Yaml("events", "pubsub.redis", $"redisHost={server.Host}", "readTimeout=1s"));
        await using var registry = await TestRegistry.LoadAsync(directory.Combine("events.yaml"), directory.FullPath);
        Assert.True(registry.TryGetPubSub("app", "events", out var pubSub, out _));
        await using var consumer = await pubSub.SubscribeAsync("orders", "app", CancellationToken.None).Within30s();
        var received = new List<int>();
        using var stop = new CancellationTokenSource();
        var consuming = Task.Run(() => ConsumeAsync(consumer, received, stop.Token));

        for (var number = 0; number < 300; number++)
        {
            if (number == 100)
            {
                await server.KillAsync();
                Assert.False(await TryPublishAsync(pubSub, number));
                await server.StartProcessAsync();
            }

            await Eventually.HoldsAsync(() => TryPublishAsync(pubSub, number));
        }

        await Eventually.HoldsAsync(() => { lock (received) { return received.Contains(299); } });
        await stop.CancelAsync();
        await consuming.Within30s();
        Assert.Equal(Enumerable.Range(0, 300), received.Distinct());
    }

    [Fact]
    public async Task AnswerLostWithTheConnection_ItsMessagesComeBehindWhatWasReadBefore()
    {
        await using var server = await RedisServer.StartAsync();
        using var directory = new TempDirectory();
        directory.Write("events.yaml", TestRegistry.Yaml("events", "pubsub.redis", $"redisHost={server.Host}", "queueDepth=4"));
        await using var registry = await TestRegistry.LoadAsync(directory.Combine("events.yaml"), directory.FullPath);
        Assert.True(registry.TryGetPubSub("app", "events", out var pubSub, out _));
        await using var client = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { server.Host }, AllowAdmin = true });
        var redis = client.GetDatabase();
        await using var consumer = await pubSub.SubscribeAsync("orders", "app", CancellationToken.None).Within30s();
        await PublishAsync(pubSub, 1, 2, 3, 4);
        await Eventually.HoldsAsync(async () => (await redis.StreamPendingAsync("orders", "app")).PendingMessageCount == 4);

        // The server gave 5 to this consumer, which never saw it, and now its waiting read breaks.
        await PublishAsync(pubSub, 5);
        var lost = Assert.Single(await redis.StreamReadGroupAsync("orders", "app", "app", ">", 2));
        var received = new List<int>(await ReceiveAsync(consumer, 2));
        await Eventually.HoldsAsync(() => IsReadingAsync(redis));
        await redis.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await Eventually.HoldsAsync(async () => (await redis.StreamPendingMessagesAsync("orders", "app", 1, "app", lost.Id, lost.Id))[0].DeliveryCount > 1);
        await Eventually.HoldsAsync(() => IsReadingAsync(redis));

        while (received.Count < 5)
        {
            received.AddRange(await ReceiveAsync(consumer, 1));
        }

        Assert.Equal([1, 2, 3, 4, 5], received);
    }

    private static async Task PublishAsync(IPubSub pubSub, params int[] numbers)
    {
        foreach (var number in numbers)
        {
            Assert.True(await TryPublishAsync(pubSub, number));
        }
    }

    /// <summary>A client is blocked: the reader waits for new entries.</summary>
    private static async Task<bool> IsReadingAsync(IDatabase redis) =>
        (await redis.ExecuteAsync("CLIENT", "LIST")).ToString().Contains("flags=b", StringComparison.Ordinal);

    private static async Task<IEnumerable<int>> ReceiveAsync(IPubSubConsumer consumer, int maximum) =>
        (await consumer.ReceiveAsync(maximum, CancellationToken.None).Within30s()).Select(delivery => int.Parse(Encoding.UTF8.GetString(delivery.Data.Span)));

    private static async Task<bool> TryPublishAsync(IPubSub pubSub, int number)
    {
        try
        {
            var results = await pubSub.PublishAsync("orders", [new PubSubMessage(Encoding.UTF8.GetBytes($"{number}"), new Dictionary<string, string>())], CancellationToken.None).Within30s();
            return results[0] is null;
        }
        catch (Exception exception) when (exception is not TimeoutException)
        {
            return false;
        }
    }

    private static async Task ConsumeAsync(IPubSubConsumer consumer, List<int> received, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var deliveries = await consumer.ReceiveAsync(10, stop);
                lock (received)
                {
                    received.AddRange(deliveries.Select(delivery => int.Parse(Encoding.UTF8.GetString(delivery.Data.Span))));
                }

                await consumer.AcknowledgeAsync(deliveries, CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped by the test.
        }
    }
}
