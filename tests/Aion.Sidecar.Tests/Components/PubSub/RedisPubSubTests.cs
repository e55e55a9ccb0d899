using System.Text;
using Aion.Sidecar.Components;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Tests.Components.Loading;
using Aion.Testing;
using StackExchange.Redis;

namespace Aion.Sidecar.Tests.Components.PubSub;

[Collection(RedisFixture.Collection)]
public sealed class RedisPubSubTests(RedisFixture redis) : PubSubContract, IAsyncLifetime
{
    private readonly TempDirectory directory = new();
    private ComponentRegistry? registry;
    private ConnectionMultiplexer? client;

    protected override IPubSub PubSub => registry!.TryGetPubSub("app", "events", out var pubSub, out _) ? pubSub : throw new InvalidOperationException("not loaded");

    private IDatabase Redis => client!.GetDatabase();

    public async Task InitializeAsync()
    {
        client = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { redis.Server.Host }, Password = redis.Server.Password, AllowAdmin = true });
        await Redis.ExecuteAsync("FLUSHDB");
        await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await registry!.DisposeAsync();
        await client!.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task Publish_WritesTheEntryThatDaprdReads()
    {
        await PubSub.PublishAsync("orders", [Message("1") with { Metadata = new Dictionary<string, string> { ["rawPayload"] = "true" } }, Message("2")], CancellationToken.None).Within30s();

        var entries = await Redis.StreamRangeAsync("orders");

        Assert.Equal([("data", "1"), ("metadata", """{"rawPayload":"true"}""")], entries[0].Values.Select(field => (field.Name.ToString(), field.Value.ToString())));
        Assert.Equal([("data", "2")], entries[1].Values.Select(field => (field.Name.ToString(), field.Value.ToString())));
    }

    [Fact]
    public async Task Receive_ReadsTheEntryThatDaprdWrites()
    {
        await Redis.StreamAddAsync("orders", [new NameValueEntry("metadata", """{"a":"b"}"""), new NameValueEntry("data", "text")]);
        var delivery = Assert.Single(await ReceiveExactlyAsync(await JoinAsync("orders", "app"), 1));
        Assert.Equal(("text", "b"), (TextOf(delivery), delivery.Metadata["a"]));
    }

    [Fact]
    public async Task Acknowledge_LeavesNothingPendingAtTheServer()
    {
        await using var consumer = await JoinAsync("orders", "app");
        await PublishAsync("orders", "1", "2", "3");
        var deliveries = await ReceiveExactlyAsync(consumer, 3);
        Assert.Equal(3, (await Redis.StreamPendingAsync("orders", "app")).PendingMessageCount);

        await consumer.AcknowledgeAsync(deliveries, CancellationToken.None).Within30s();

        await Eventually.HoldsAsync(async () => (await Redis.StreamPendingAsync("orders", "app")).PendingMessageCount == 0);
    }

    [Fact]
    public async Task Reopen_OwnPendingEntries_ComeFirstWithAHigherAttempt()
    {
        var consumer = await JoinAsync("orders", "app");
        await PublishAsync("orders", "1", "2", "3", "4");
        var taken = await ReceiveExactlyAsync(consumer, 3);
        await consumer.AcknowledgeAsync([taken[1]], CancellationToken.None).Within30s();
        await ReopenAsync();

        await PublishAsync("orders", "5");
        var again = await ReceiveExactlyAsync(await JoinAsync("orders", "app"), 4);

        Assert.Equal(["1", "3", "4", "5"], again.Select(TextOf));
        Assert.Equal([true, true], again.Take(2).Select(delivery => delivery.Attempt > 1));
        Assert.Equal(1, again[3].Attempt);
    }

    [Fact]
    public async Task LastMemberLeaves_ItsMessagesWaitForTheNext()
    {
        var first = await JoinAsync("orders", "app");
        await PublishAsync("orders", "1", "2");
        await ReceiveExactlyAsync(first, 1);
        await first.DisposeAsync();

        Assert.Equal(["1", "2"], await ReceiveTextsAsync(await JoinAsync("orders", "app"), 2));
    }

    [Fact]
    public async Task OtherConsumerDied_ItsMessagesAreTakenOverBeforeLaterOnes()
    {
        await PublishAsync("orders", "1", "2");
        await Redis.StreamCreateConsumerGroupAsync("orders", "app", "0");
        await Redis.StreamReadGroupAsync("orders", "app", "dead", ">", 2);
        await PublishAsync("orders", "3");
        await Eventually.HoldsAsync(async () => (await Redis.StreamPendingMessagesAsync("orders", "app", 10, "dead")).All(entry => entry.IdleTimeInMilliseconds > 200));

        await using var consumer = await JoinAsync("orders", "app");
        var deliveries = await ReceiveExactlyAsync(consumer, 3);

        Assert.Equal(["1", "2", "3"], deliveries.Select(TextOf));
        Assert.Equal([true, true, false], deliveries.Select(delivery => delivery.Attempt > 1));
    }

    [Fact]
    public async Task HeldMessage_IsKeptFromBeingTakenOver()
    {
        await using var consumer = await JoinAsync("orders", "app");
        await PublishAsync("orders", "1");
        await ReceiveExactlyAsync(consumer, 1);

        // The server's clock of the entry starts again and again, without another delivery.
        var last = 0L;
        await Eventually.HoldsAsync(async () =>
        {
            var entry = Assert.Single(await Redis.StreamPendingMessagesAsync("orders", "app", 10, default));
            Assert.Equal(1, entry.DeliveryCount);
            var isTouched = entry.IdleTimeInMilliseconds < last;
            last = entry.IdleTimeInMilliseconds;
            return isTouched;
        });
    }

    [Fact]
    public async Task EntryCutWhilePending_IsPassedOver()
    {
        var consumer = await JoinAsync("orders", "app");
        await PublishAsync("orders", "1", "2");
        var taken = await ReceiveExactlyAsync(consumer, 2);
        await registry!.DisposeAsync();
        await Redis.StreamDeleteAsync("orders", [taken[0].Id]);
        await OpenAsync();

        Assert.Equal(["2"], await ReceiveTextsAsync(await JoinAsync("orders", "app"), 1));
        await Eventually.HoldsAsync(async () => (await Redis.StreamPendingAsync("orders", "app")).PendingMessageCount == 1);
    }

    [Fact]
    public async Task GroupDestroyed_IsMadeAgainAndNothingIsLost()
    {
        await using var consumer = await JoinAsync("orders", "app");
        await PublishAsync("orders", "1", "2");
        await ReceiveExactlyAsync(consumer, 2, acknowledge: true);
        await Eventually.HoldsAsync(async () => (await Redis.StreamPendingAsync("orders", "app")).PendingMessageCount == 0);

        await Redis.ExecuteAsync("XGROUP", "DESTROY", "orders", "app");
        await PublishAsync("orders", "3");

        Assert.Equal(["3"], await ReceiveTextsAsync(consumer, 1));
    }

    [Fact]
    public async Task ServerLostItsData_ReadsTheNewStreamFromItsBeginning()
    {
        await using var consumer = await JoinAsync("orders", "app");
        await PublishAsync("orders", "1");
        await ReceiveExactlyAsync(consumer, 1, acknowledge: true);

        await Redis.ExecuteAsync("FLUSHDB");
        await PublishAsync("orders", "2", "3");

        Assert.Equal(["2", "3"], await ReceiveTextsAsync(consumer, 2));
    }

    [Fact]
    public async Task Connections_OfClosedSubscriptions_AreGone()
    {
        var before = await ConnectionsAsync();
        for (var i = 0; i < 10; i++)
        {
            var consumer = await JoinAsync("orders", $"app{i}");
            await consumer.DisposeAsync();
        }

        await Eventually.HoldsAsync(async () => await ConnectionsAsync() <= before);
    }

    [Fact]
    public async Task MaxLenApprox_CutsTheStream()
    {
        await OpenAsync("maxLenApprox=100");
        await PublishAsync("orders", [.. Enumerable.Range(0, 1000).Select(number => $"{number}")]);
        Assert.InRange(await Redis.StreamLengthAsync("orders"), 100, 300);
    }

    private async Task<int> ConnectionsAsync() => Encoding.UTF8.GetString((byte[])(await Redis.ExecuteAsync("CLIENT", "LIST"))!).Split('\n').Length;

    private async Task ReopenAsync()
    {
        await registry!.DisposeAsync();
        await OpenAsync();
    }

    private async Task OpenAsync(params string[] metadata)
    {
        string[] all = [$"redisHost={redis.Server.Host}", $"redisPassword={redis.Server.Password}", "processingTimeout=200", "redeliverInterval=100ms", .. metadata];
        directory.Write("events.yaml", TestRegistry.Yaml("events", "pubsub.redis", all));
        registry = await TestRegistry.LoadAsync(directory.Combine("events.yaml"), directory.FullPath);
    }
}
