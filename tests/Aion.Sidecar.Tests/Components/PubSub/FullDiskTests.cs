using System.Text;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Components.Sqlite;
using Aion.Sidecar.Components.State;
using Aion.Sidecar.Tests.Components.Loading;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Components.PubSub;

public sealed class FullDiskTests
{
    private static readonly string Filler = new('x', 20_000);

    [SmallDiskFact]
    public async Task Sqlite_DiskFull_FailsClearlyLosesNothingAndRecovers()
    {
        using var disk = new SmallDisk(megabytes: 8);
        await File.WriteAllBytesAsync(Path.Combine(disk.FullPath, "ballast"), new byte[4 * 1024 * 1024]);
        using var directory = new TempDirectory();
        directory.Write(
            "all.yaml",
            TestRegistry.Yaml("events", "pubsub.sqlite", "connectionString=aion.db") + TestRegistry.Yaml("store", "state.sqlite", "connectionString=aion.db"));
        await using var registry = await TestRegistry.LoadAsync(directory.Combine("all.yaml"), disk.FullPath);
        Assert.True(registry.TryGetPubSub("app", "events", out var pubSub, out _));
        Assert.True(registry.TryGetStateStore("app", "store", out var store, out _));
        await using var consumer = await pubSub.SubscribeAsync("orders", "app", CancellationToken.None).AsTask().Within30s();
        var accepted = new List<int>();

        // 1. Publish until the disk is full.
        var failure = await PublishUntilFullAsync(pubSub, accepted);
        Assert.Contains("full", failure.Message, StringComparison.Ordinal);
        disk.Fill("rest");
        await Assert.ThrowsAsync<StoreException>(() => PublishAsync(pubSub, 1000));
        await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync([Save()], CancellationToken.None).AsTask().Within30s());

        // 2. Reading still works, and what was accepted is there; acknowledging neither fails nor waits.
        var received = await ReceiveAsync(consumer, accepted.Count);
        Assert.Equal(accepted, received);

        // 3. With room again everything goes on by itself, behind what was accepted before.
        File.Delete(Path.Combine(disk.FullPath, "ballast"));
        await Eventually.HoldsAsync(() => TryPublishAsync(pubSub, 2000));
        Assert.Equal([2000], await ReceiveAsync(consumer, 1));
        Assert.Null(Assert.Single(await store.ApplyAsync([Save()], CancellationToken.None).AsTask().Within30s()));
    }

    [SmallDiskFact]
    public async Task Sqlite_DiskWasFull_TakesAboutAsMuchAsWasFreed()
    {
        using var disk = new SmallDisk(megabytes: 24);
        var ballast = Path.Combine(disk.FullPath, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[8 * 1024 * 1024]);
        using var directory = new TempDirectory();
        directory.Write("all.yaml", TestRegistry.Yaml("events", "pubsub.sqlite", "connectionString=aion.db"));
        await using var registry = await TestRegistry.LoadAsync(directory.Combine("all.yaml"), disk.FullPath);
        Assert.True(registry.TryGetPubSub("app", "events", out var pubSub, out _));
        var accepted = new List<int>();
        await PublishUntilFullAsync(pubSub, accepted);
        var log = new FileInfo(Path.Combine(disk.FullPath, "aion.db-wal")).Length;

        File.Delete(ballast);
        for (var number = 1000; number < 1200; number++)
        {
            await PublishAsync(pubSub, number);
            accepted.Add(number);
        }

        Assert.InRange(log, 0, 2 * 1024 * 1024);
        await using var consumer = await pubSub.SubscribeAsync("orders", "app", CancellationToken.None).AsTask().Within30s();
        Assert.Equal(accepted, await ReceiveAsync(consumer, accepted.Count));
    }

    private static StateOperation Save() => new(StateOperationKind.Upsert, "key", Encoding.UTF8.GetBytes(Filler));

    private static async Task<StoreException> PublishUntilFullAsync(IPubSub pubSub, List<int> accepted)
    {
        for (var number = 0; number < 1000; number++)
        {
            try
            {
                await PublishAsync(pubSub, number);
                accepted.Add(number);
            }
            catch (StoreException exception)
            {
                return exception;
            }
        }

        throw new InvalidOperationException("The disk is not full after 20 MB.");
    }

    private static async Task<bool> TryPublishAsync(IPubSub pubSub, int number)
    {
        try
        {
            await PublishAsync(pubSub, number);
            return true;
        }
        catch (StoreException)
        {
            return false;
        }
    }

    private static async Task PublishAsync(IPubSub pubSub, int number)
    {
        var message = new PubSubMessage(Encoding.UTF8.GetBytes($"{number} {Filler}"), new Dictionary<string, string>());
        Assert.Null(Assert.Single(await pubSub.PublishAsync("orders", [message], CancellationToken.None).AsTask().Within30s()));
    }

    private static async Task<List<int>> ReceiveAsync(IPubSubConsumer consumer, int count)
    {
        var numbers = new List<int>();
        while (numbers.Count < count)
        {
            var deliveries = await consumer.ReceiveAsync(count - numbers.Count, CancellationToken.None).AsTask().Within30s();
            numbers.AddRange(deliveries.Select(delivery => int.Parse(Encoding.UTF8.GetString(delivery.Data.Span).Split(' ')[0])));
            await consumer.AcknowledgeAsync(deliveries, CancellationToken.None).AsTask().Within30s();
        }

        return numbers;
    }
}
