using Aion.Sidecar.Components;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Tests.Components.Loading;
using Aion.Sidecar.Tests.Components.State;
using Aion.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Aion.Sidecar.Tests.Components.PubSub;

public sealed class SqlitePubSubTests : PubSubContract, IAsyncLifetime
{
    private readonly TempDirectory directory = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.Zero };
    private ComponentRegistry? registry;

    protected override IPubSub PubSub => registry!.TryGetPubSub("app", "events", out var pubSub, out _) ? pubSub : throw new InvalidOperationException("not loaded");

    private string File => directory.Combine("data", "aion.db");

    public async Task InitializeAsync()
    {
        directory.Write(
            "components/all.yaml",
            TestRegistry.Yaml("events", "pubsub.sqlite", "connectionString=data/aion.db", "retention=1h")
            + TestRegistry.Yaml("other", "pubsub.sqlite", "connectionString=data/aion.db")
            + TestRegistry.Yaml("store", "state.sqlite", "connectionString=file:data/aion.db"));
        await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await registry!.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task Reopen_Unacknowledged_ComesAgainWithAHigherAttemptBeforeTheRest()
    {
        var consumer = await JoinAsync("orders", "app");
        await PublishAsync("orders", "1", "2", "3", "4", "5");
        var taken = await ReceiveExactlyAsync(consumer, 4);
        await consumer.AcknowledgeAsync([taken[1], taken[3]], CancellationToken.None);

        await ReopenAsync();
        var again = await ReceiveExactlyAsync(await JoinAsync("orders", "app"), 3);

        Assert.Equal([("1", 2), ("3", 2), ("5", 1)], again.Select(delivery => (TextOf(delivery), delivery.Attempt)));
    }

    [Fact]
    public async Task Reopen_SeveralTimes_CountsAttempts()
    {
        await PublishAsync("orders", "1");
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var delivery = Assert.Single(await ReceiveExactlyAsync(await JoinAsync("orders", "app"), 1));
            Assert.Equal(attempt, delivery.Attempt);
            await ReopenAsync();
        }
    }

    [Fact]
    public async Task Reopen_AllDeleted_GoesOnNumberingBehindTheOld()
    {
        var consumer = await JoinAsync("orders", "app");
        await PublishAsync("orders", "1");
        var first = await ReceiveExactlyAsync(consumer, 1, acknowledge: true);
        await ReopenAsync();
        Assert.Equal(0, SqliteFile.Count(File, "pubsub_message"));

        await PublishAsync("orders", "2");
        var second = await ReceiveExactlyAsync(await JoinAsync("orders", "app"), 1);

        Assert.Equal(["2"], second.Select(TextOf));
        Assert.NotEqual(first[0].Id, second[0].Id);
    }

    [Fact]
    public async Task Acknowledge_WaitsAFewMillisecondsForACommit()
    {
        await PublishAsync("orders", "1");
        var consumer = await JoinAsync("orders", "app");
        await ReceiveExactlyAsync(consumer, 1, acknowledge: true);

        time.Advance(TimeSpan.FromMilliseconds(5));

        await Eventually.HoldsAsync(() => SqliteFile.Count(File, "pubsub_group WHERE delivered = 1 AND outstanding = x''") == 1);
    }

    [Fact]
    public async Task Messages_AllGroupsPassed_AreDeleted()
    {
        await using var fast = await JoinAsync("orders", "fast");
        await using var slow = await JoinAsync("orders", "slow");
        await PublishAsync("orders", [.. Enumerable.Range(0, 600).Select(number => $"{number}")]);
        await ReceiveExactlyAsync(fast, 600, acknowledge: true);
        await PublishAsync("other", "commits the acknowledgements");
        Assert.Equal(601, SqliteFile.Count(File, "pubsub_message"));

        await ReceiveExactlyAsync(slow, 300, acknowledge: true);
        await PublishAsync("other", "commits the acknowledgements");

        Assert.Equal(302, SqliteFile.Count(File, "pubsub_message"));
    }

    [Fact]
    public async Task Messages_WithoutGroup_AreKeptForTheRetention()
    {
        await PublishAsync("orders", "1", "2");
        time.Advance(TimeSpan.FromMinutes(59));
        await PublishAsync("orders", "3");
        Assert.Equal(3, SqliteFile.Count(File, "pubsub_message"));

        time.Advance(TimeSpan.FromMinutes(2));

        await Eventually.HoldsAsync(() => SqliteFile.Count(File, "pubsub_message") == 1);
        Assert.Equal(["3"], await ReceiveTextsAsync(await JoinAsync("orders", "app"), 1));
    }

    [Fact]
    public async Task Messages_WithoutGroupAllOver_GoOnNumberingAfterReopen()
    {
        await PublishAsync("orders", "1", "2");
        time.Advance(TimeSpan.FromMinutes(62));
        await Eventually.HoldsAsync(() => SqliteFile.Count(File, "pubsub_message") == 0);
        await ReopenAsync();

        await PublishAsync("orders", "3");

        var delivery = Assert.Single(await ReceiveExactlyAsync(await JoinAsync("orders", "app"), 1));
        Assert.EndsWith("-3", delivery.Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TimeToLive_Over_IsNotDelivered()
    {
        var metadata = new Dictionary<string, string> { ["ttlInSeconds"] = "10" };
        await using var consumer = await JoinAsync("orders", "app");
        await PubSub.PublishAsync("orders", [Message("old") with { Metadata = metadata }, Message("new")], CancellationToken.None).Within30s();

        time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(["new"], await ReceiveTextsAsync(consumer, 1));
    }

    [Fact]
    public async Task TimeToLive_OverWhileOutstanding_DoesNotStopTheGroup()
    {
        var metadata = new Dictionary<string, string> { ["ttlInSeconds"] = "10" };
        var consumer = await JoinAsync("orders", "app");
        await PubSub.PublishAsync("orders", [Message("old") with { Metadata = metadata }], CancellationToken.None).Within30s();
        await ReceiveExactlyAsync(consumer, 1);
        await ReopenAsync();
        time.Advance(TimeSpan.FromMinutes(2));
        await Eventually.HoldsAsync(() => SqliteFile.Count(File, "pubsub_message") == 0);

        var again = await JoinAsync("orders", "app");
        await PublishAsync("orders", "new");

        Assert.Equal(["new"], await ReceiveTextsAsync(again, 1));
    }

    [Fact]
    public async Task TimeToLive_Invalid_FailsThatMessageOnly()
    {
        var metadata = new Dictionary<string, string> { ["ttlInSeconds"] = "-1" };
        var results = await PubSub.PublishAsync("orders", [Message("1"), Message("2") with { Metadata = metadata }, Message("3")], CancellationToken.None).Within30s();

        Assert.Equal([true, false, true], results.Select(result => result is null));
        Assert.Equal(["1", "3"], await ReceiveTextsAsync(await JoinAsync("orders", "app"), 2));
    }

    [Fact]
    public async Task Components_OnOneFile_HaveTopicsOfTheirOwn()
    {
        Assert.True(registry!.TryGetPubSub("app", "other", out var other, out _));
        await PublishAsync("orders", "mine");
        await using var consumer = await other.SubscribeAsync("orders", "app", CancellationToken.None).Within30s();
        var receiving = consumer.ReceiveAsync(1, CancellationToken.None).AsTask();

        await other.PublishAsync("orders", [Message("theirs")], CancellationToken.None).Within30s();

        Assert.Equal("theirs", TextOf(Assert.Single(await receiving.Within30s())));
    }

    [Fact]
    public async Task Group_FarBehind_ReadsEverythingInOrderFromTheFile()
    {
        await using var consumer = await JoinAsync("orders", "app");
        var filler = new string('x', 2000);
        var texts = Enumerable.Range(0, 8000).Select(number => $"{number} {filler}").ToArray();
        foreach (var chunk in texts.Chunk(500))
        {
            await PublishAsync("orders", chunk);
        }

        Assert.Equal(texts, await ReceiveTextsAsync(consumer, texts.Length, acknowledge: true));
    }

    [Fact]
    public async Task Group_ReadingFromTheFileWhileOthersPublish_MissesNothing()
    {
        var filler = new string('x', 4000);
        await PublishAsync("orders", [.. Enumerable.Range(0, 3000).Select(number => $"{number:00000} {filler}")]);
        await using var consumer = await JoinAsync("orders", "app");
        var receiving = Task.Run(() => ReceiveTextsAsync(consumer, 6000, acknowledge: true));
        for (var number = 3000; number < 6000; number += 10)
        {
            await PublishAsync("orders", [.. Enumerable.Range(number, 10).Select(each => $"{each:00000} {filler}")]);
        }

        Assert.Equal(Enumerable.Range(0, 6000).Select(number => $"{number:00000}"), (await receiving.Within30s()).Select(text => text[..5]));
    }

    [Fact]
    public async Task Publish_AfterClose_Throws()
    {
        var pubSub = PubSub;
        await registry!.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pubSub.PublishAsync("orders", [Message("1")], CancellationToken.None).Within30s());
        await OpenAsync();
    }

    private async Task ReopenAsync()
    {
        await registry!.DisposeAsync();
        await OpenAsync();
    }

    private async Task OpenAsync() => registry = await TestRegistry.LoadAsync(directory.Combine("components"), directory.FullPath, time);
}
