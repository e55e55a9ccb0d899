using System.Text;
using Aion.Sidecar.Components.PubSub;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Components.PubSub;

/// <summary>What every pub/sub does the same way.</summary>
public abstract class PubSubContract
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    protected abstract IPubSub PubSub { get; }

    [Fact]
    public async Task Subscribe_AfterPublish_StartsAtTheOldestMessage()
    {
        await PublishAsync("orders", "1", "2", "3");
        await using var consumer = await JoinAsync("orders", "app");
        Assert.Equal(["1", "2", "3"], await ReceiveTextsAsync(consumer, 3));
    }

    [Fact]
    public async Task Receive_BeforePublish_WaitsForTheMessage()
    {
        await using var consumer = await JoinAsync("orders", "app");
        var receiving = consumer.ReceiveAsync(10, CancellationToken.None).AsTask();
        Assert.False(receiving.IsCompleted);

        await PublishAsync("orders", "1");

        Assert.Equal("1", TextOf(Assert.Single(await receiving.Within30s())));
    }

    [Fact]
    public async Task Publish_DataAndMetadata_ArriveAsPublished()
    {
        byte[] data = [0, 1, 255, 13, 10, 0];
        var metadata = new Dictionary<string, string> { ["rawPayload"] = "true", ["ümlaut"] = "\"quoted\"" };
        await PubSub.PublishAsync("orders", [new PubSubMessage(data, metadata)], CancellationToken.None).Within30s();

        await using var consumer = await JoinAsync("orders", "app");
        var delivery = Assert.Single(await consumer.ReceiveAsync(10, CancellationToken.None).Within30s());

        Assert.Equal(data, delivery.Data.ToArray());
        Assert.Equal(metadata, delivery.Metadata.ToDictionary());
        Assert.Equal(1, delivery.Attempt);
    }

    [Fact]
    public async Task Publish_ManyInOneCall_ArriveInOrder()
    {
        await using var consumer = await JoinAsync("orders", "app");
        var texts = Enumerable.Range(0, 1000).Select(number => $"{number}").ToArray();
        await PublishAsync("orders", texts);
        Assert.Equal(texts, await ReceiveTextsAsync(consumer, texts.Length, acknowledge: true));
    }

    [Fact]
    public async Task Groups_OfOneTopic_EachSeeEveryMessage()
    {
        await using var first = await JoinAsync("orders", "one");
        await using var second = await JoinAsync("orders", "two");
        await PublishAsync("orders", "1", "2");
        Assert.Equal(["1", "2"], await ReceiveTextsAsync(first, 2));
        Assert.Equal(["1", "2"], await ReceiveTextsAsync(second, 2));
    }

    [Fact]
    public async Task Topics_DoNotMix()
    {
        await using var orders = await JoinAsync("orders", "app");
        await using var parts = await JoinAsync("parts", "app");
        await PublishAsync("parts", "p");
        await PublishAsync("orders", "o");
        Assert.Equal(["o"], await ReceiveTextsAsync(orders, 1));
        Assert.Equal(["p"], await ReceiveTextsAsync(parts, 1));
    }

    [Fact]
    public async Task Members_OfOneGroup_ShareTheMessages()
    {
        await using var first = await JoinAsync("orders", "app");
        await using var second = await JoinAsync("orders", "app");
        await PublishAsync("orders", "1", "2", "3", "4");

        var taken = (await ReceiveTextsAsync(first, 2)).Concat(await ReceiveTextsAsync(second, 2)).ToList();

        Assert.Equal(["1", "2", "3", "4"], taken.Order());
    }

    [Fact]
    public async Task Members_JoiningAtOnce_AreOneGroup()
    {
        var members = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => JoinAsync("orders", "app"))));
        await PublishAsync("orders", "1");

        Assert.Equal(["1"], await ReceiveTextsAsync(members[^1], 1));
        Assert.All(members[..^1], member => Assert.False(member.ReceiveAsync(1, CancellationToken.None).AsTask().IsCompleted));
    }

    [Fact]
    public async Task Release_ComesAgainBeforeLaterMessagesWithAHigherAttempt()
    {
        await using var consumer = await JoinAsync("orders", "app");
        await PublishAsync("orders", "1", "2", "3", "4");
        var first = await ReceiveExactlyAsync(consumer, 3);
        await consumer.AcknowledgeAsync([first[1]], CancellationToken.None).Within30s();
        await consumer.ReleaseAsync([first[2], first[0]], CancellationToken.None).Within30s();

        var again = await ReceiveExactlyAsync(consumer, 3);

        Assert.Equal([("1", 2), ("3", 2), ("4", 1)], again.Select(delivery => (TextOf(delivery), delivery.Attempt)));
    }

    [Fact]
    public async Task Dispose_Member_GivesItsMessagesToTheOthers()
    {
        await using var stays = await JoinAsync("orders", "app");
        var leaves = await JoinAsync("orders", "app");
        await PublishAsync("orders", "1", "2");
        await ReceiveExactlyAsync(leaves, 2);
        var waiting = ReceiveExactlyAsync(stays, 2);

        await leaves.DisposeAsync();

        Assert.Equal([("1", 2), ("2", 2)], (await waiting.Within30s()).Select(delivery => (TextOf(delivery), delivery.Attempt)));
    }

    [Fact]
    public async Task Acknowledge_ByAMemberThatLostTheMessage_ChangesNothing()
    {
        await using var consumer = await JoinAsync("orders", "app");
        await using var other = await JoinAsync("orders", "app");
        await PublishAsync("orders", "1");
        var delivery = Assert.Single(await ReceiveExactlyAsync(consumer, 1));

        await other.AcknowledgeAsync([delivery], CancellationToken.None).Within30s();
        await consumer.ReleaseAsync([delivery], CancellationToken.None).Within30s();

        Assert.Equal(["1"], await ReceiveTextsAsync(other, 1));
    }

    [Fact]
    public async Task Receive_Cancelled_LeavesTheMessageToTheNext()
    {
        await using var impatient = await JoinAsync("orders", "app");
        await using var patient = await JoinAsync("orders", "app");
        using var cancellation = new CancellationTokenSource();
        var cancelled = impatient.ReceiveAsync(1, cancellation.Token).AsTask();
        var waiting = patient.ReceiveAsync(1, CancellationToken.None).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Within30s());

        await PublishAsync("orders", "1");

        Assert.Equal("1", TextOf(Assert.Single(await waiting.Within30s())));
    }

    [Fact]
    public async Task Publish_FromManyCallers_ArrivesOnceAndInOrderOfEachCaller()
    {
        await using var consumer = await JoinAsync("orders", "app");
        var publishing = Enumerable.Range(0, 4).Select(caller => Task.Run(async () =>
        {
            for (var number = 0; number < 50; number++)
            {
                await PublishAsync("orders", $"{caller}/{number}");
            }
        }));
        var texts = ReceiveTextsAsync(consumer, 200, acknowledge: true);
        await Task.WhenAll(publishing).Within30s();

        var byCaller = (await texts.Within30s()).Select(text => text.Split('/')).GroupBy(parts => parts[0]).ToList();

        Assert.Equal(4, byCaller.Count);
        Assert.All(byCaller, caller => Assert.Equal(Enumerable.Range(0, 50).Select(number => $"{number}"), caller.Select(parts => parts[1])));
    }

    [Fact]
    public async Task Receive_ByACompetingCrowd_EveryMessageOnce()
    {
        var texts = Enumerable.Range(0, 500).Select(number => $"{number:000}").ToArray();
        var members = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => JoinAsync("orders", "app")));
        var seen = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var done = new CancellationTokenSource();
        var consuming = members.Select(member => Task.Run(() => ConsumeAsync(member, seen, texts.Length, done))).ToList();

        foreach (var chunk in texts.Chunk(7))
        {
            await PublishAsync("orders", chunk);
        }

        await Task.WhenAll(consuming).Within30s();
        Assert.Equal(texts, seen.Order());
        foreach (var member in members)
        {
            await member.DisposeAsync();
        }
    }

    protected static string TextOf(PubSubDelivery delivery) => Encoding.UTF8.GetString(delivery.Data.Span);

    protected static PubSubMessage Message(string text) => new(Encoding.UTF8.GetBytes(text), NoMetadata);

    protected Task<IPubSubConsumer> JoinAsync(string topic, string group) => PubSub.SubscribeAsync(topic, group, CancellationToken.None).Within30s();

    protected async Task PublishAsync(string topic, params string[] texts) =>
        Assert.All(await PubSub.PublishAsync(topic, [.. texts.Select(Message)], CancellationToken.None).Within30s(), Assert.Null);

    protected static async Task<List<PubSubDelivery>> ReceiveExactlyAsync(IPubSubConsumer consumer, int count, bool acknowledge = false)
    {
        var deliveries = new List<PubSubDelivery>();
        while (deliveries.Count < count)
        {
            var some = await consumer.ReceiveAsync(count - deliveries.Count, CancellationToken.None).Within30s();
            deliveries.AddRange(some);
            if (acknowledge)
            {
                await consumer.AcknowledgeAsync(some, CancellationToken.None).Within30s();
            }
        }

        return deliveries;
    }

    protected static async Task<List<string>> ReceiveTextsAsync(IPubSubConsumer consumer, int count, bool acknowledge = false) =>
        [.. (await ReceiveExactlyAsync(consumer, count, acknowledge)).Select(TextOf)];

    private static async Task ConsumeAsync(
        IPubSubConsumer member, System.Collections.Concurrent.ConcurrentQueue<string> seen, int expected, CancellationTokenSource done)
    {
        try
        {
            while (true)
            {
                var deliveries = await member.ReceiveAsync(3, done.Token);
                await member.AcknowledgeAsync(deliveries, CancellationToken.None);
                foreach (var delivery in deliveries)
                {
                    seen.Enqueue(TextOf(delivery));
                }

                if (seen.Count >= expected)
                {
                    await done.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Everything has arrived.
        }
    }
}
