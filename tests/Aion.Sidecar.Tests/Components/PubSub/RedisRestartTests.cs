using System.Text;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Tests.Components.Loading;
using Aion.Testing;

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
        var accepted = new List<int>();
        var received = new List<int>();
        using var stop = new CancellationTokenSource();
        var consuming = Task.Run(() => ConsumeAsync(consumer, received, stop.Token));

        for (var number = 0; number < 300; number++)
        {
            if (number == 100)
            {
                await server.KillAsync();
            }

            if (await TryPublishAsync(pubSub, number))
            {
                accepted.Add(number);
            }
            else
            {
                Assert.Equal(100, number);
                await server.StartProcessAsync();
                await Eventually.HoldsAsync(() => TryPublishAsync(pubSub, -1));
            }
        }

        await Eventually.HoldsAsync(() => { lock (received) { return received.Contains(299); } });
        await stop.CancelAsync();
        await consuming.Within30s();
        var firsts = received.Where(number => number >= 0).Distinct().ToList();
        Assert.Equal(firsts.Order(), firsts);
        Assert.Empty(accepted.Except(firsts));
        Assert.Equal(299, accepted.Count);
    }

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
