using Aion.Contracts.Events;
using Aion.Contracts.Kanbanpb;
using Aion.Contracts.State;
using Aion.Contracts.V1;
using Aion.StatusKanban.Tests.Queues;

namespace Aion.StatusKanban.Tests.Embedded;

/// <summary>The guarantees over the sidecar and the durable store that <c>aionctl up</c> uses.</summary>
public sealed class EmbeddedSidecarTests : IAsyncLifetime
{
    private const string Queue = "kanban.before.judge.001";
    private EmbeddedSidecar _sidecar = null!;

    public async Task InitializeAsync()
    {
        _sidecar = await EmbeddedSidecar.StartedAsync();
        await _sidecar.ApplyAsync(1, ("judge", 1, AcknowledgeModes.Delivery));
    }

    public async Task DisposeAsync() => await _sidecar.DisposeAsync();

    [Fact]
    public async Task SendKanban_BurstOfSixtyFourCallers_AllStoredInEachCallersOrder()
    {
        await using var app = await App.StartAsync(_sidecar.Settings);
        await Task.WhenAll(Enumerable.Range(1, 64).Select(async caller =>
        {
            for (var n = 0; n < 40; n++)
            {
                Assert.Equal(ResponseStatus.Success, (await app.SendAsync("judge", caller, $"{n}")).Status);
            }
        }));

        var stored = await _sidecar.ReceiveAsync(Topics.After, 64 * 40);

        Assert.Equal(64 * 40, stored.Select(e => e.Id).Distinct().Count());
        foreach (var caller in stored.GroupBy(e => e.ProcessNumber))
        {
            Assert.Equal(KanbanEvents.Texts(0, 40), caller.Select(e => StatusKanbanJson.Parse(e.Data.Span).StartAt));
        }
    }

    [Fact]
    public async Task SendKanban_EveryAttribute_ReachesTheSubscriber()
    {
        await using var app = await App.StartAsync(_sidecar.Settings);
        await Eventually.HoldsAsync(async () => await app.QueueAsync("judge", 1) is not null);
        await app.Kanban.SendKanbanAsync(
            new Request { MicroserviceName = "judge", Message = new KanbanMessage { ProcessNumber = 1, ConnectionKey = "良品", DataPath = "x" } },
            new Grpc.Core.Metadata { { "aion-kanban-id", "order-1" }, { "aion-causation-id", "parent" } });

        var stored = Assert.Single(await _sidecar.ReceiveAsync(Topics.After, 1));

        Assert.Equal(("order-1", "judge", 1, "良品", "parent", "dev"), (stored.Id, stored.Service, stored.ProcessNumber, stored.ConnectionKey, stored.CausationId, stored.Device));
        Assert.Equal("x", StatusKanbanJson.Parse(stored.Data.Span).DataPath);
    }

    [Fact]
    public async Task ReceiveKanban_TwoThousandWaiting_ArriveInOrderAndOnce()
    {
        await _sidecar.PublishAsync(Queue, KanbanEvents.Range(0, 2_000));
        await using var app = await App.StartAsync(_sidecar.Settings);
        using var call = app.Receive("judge", 1);

        try
        {
            Assert.Equal(KanbanEvents.Texts(0, 2_000), await call.ResponseStream.ReadAsync(2_000));
        }
        catch (TimeoutException late)
        {
            // Which side has the kanban that does not come: the sidecar, status-kanban or its client?
            throw new TimeoutException($"{late.Message} {await app.QueueAsync("judge", 1)}", late);
        }
    }

    [Fact]
    public async Task Restart_OfBoth_RemembersWhatWasDelivered()
    {
        var delivered = KanbanEvents.Range(0, 300).ToList();
        await _sidecar.PublishAsync(Queue, delivered);
        await using (var app = await App.StartAsync(_sidecar.Settings))
        {
            using var call = app.Receive("judge", 1);
            await call.ResponseStream.ReadAsync(300);
            await Eventually.HoldsAsync(async () => await app.QueueAsync("judge", 1) is { Acknowledged: 300 });
            await app.StopAsync();
        }

        await _sidecar.StopAsync();
        await _sidecar.StartAsync();
        await _sidecar.PublishAsync(Queue, [.. delivered, KanbanEvents.Create("new")]);
        await using var next = await App.StartAsync(_sidecar.Settings);
        using var again = next.Receive("judge", 1);

        Assert.Equal(["new"], await again.ResponseStream.ReadAsync(1));
    }

    [Fact]
    public async Task Restart_OfTheSidecarWhileKanbansAreHeld_DeliversTheRestInOrder()
    {
        await _sidecar.PublishAsync(Queue, KanbanEvents.Range(0, 200));
        await using var app = await App.StartAsync(_sidecar.Settings);
        using var client = await QueueClient.OpenAsync(app.Queues, "judge", 1, prefetch: 20);
        var read = await client.ReadAsync(20);
        foreach (var delivery in read.Take(7))
        {
            await client.AnswerAsync(delivery);
        }

        await _sidecar.StopAsync();
        await _sidecar.StartAsync();
        foreach (var delivery in read.Skip(7))
        {
            await client.AnswerAsync(delivery);
        }

        while (read.Count < 200)
        {
            read.AddRange(await client.ReadAsync(1));
            await client.AnswerAsync(read[^1]);
        }

        Assert.Equal(KanbanEvents.Texts(0, 200), read.Select(delivery => delivery.Kanban.StartAt));
    }

    [Fact]
    public async Task ReceiveKanban_FlappingClient_LosesNothing()
    {
        await using var app = await App.StartAsync(_sidecar.Settings);
        await _sidecar.PublishAsync(Queue, KanbanEvents.Range(0, 60));
        List<string> read = [];
        while (read.Count < 60)
        {
            using var client = await QueueClient.OpenAsync(app.Queues, "judge", 1, prefetch: 8);
            var some = await client.ReadAsync(Math.Min(8, 60 - read.Count));
            foreach (var delivery in some.Take(3))
            {
                await client.AnswerAsync(delivery);
                read.Add(delivery.Kanban.StartAt);
            }

            await client.Call.RequestStream.CompleteAsync();
            while (await client.Call.ResponseStream.MoveNext(default).Within30s())
            {
                // What was on its way when the client took its leave goes back.
            }
        }

        Assert.Equal(KanbanEvents.Texts(0, 60), read);
    }

    [Fact]
    public async Task Receive_EventThatIsNoKanban_IsInKanbanDeadWithItsReason()
    {
        await _sidecar.PublishAsync(Queue, [KanbanEvents.Create("x", "bad") with { Data = "{\"unknown\":1}"u8.ToArray() }, KanbanEvents.Create("good")]);
        await using var app = await App.StartAsync(_sidecar.Settings);
        using var call = app.Receive("judge", 1);

        Assert.Equal(["good"], await call.ResponseStream.ReadAsync(1));
        var dead = Assert.Single(await _sidecar.ReceiveAsync(Topics.Dead, 1));
        Assert.Equal("bad", dead.Id);
    }

    [Fact]
    public async Task ReportCrash_AllRestartedAfterEachCrash_SetsThePoisonAsideAndKeepsTheOrder()
    {
        await _sidecar.PublishAsync(Queue, KanbanEvents.Range(0, 3));
        for (var run = 1; run <= 3; run++)
        {
            await using (var app = await App.StartAsync(_sidecar.Settings))
            {
                using (var client = await QueueClient.OpenAsync(app.Queues, "judge", 1, prefetch: 1))
                {
                    Assert.Equal("0", (await client.ReadAsync(1))[0].Kanban.StartAt);
                }

                await Eventually.HoldsAsync(async () => await app.QueueAsync("judge", 1) is { Consumers: 0 });
                var answer = await app.Queues.ReportCrashAsync(new ReportCrashRequest { Service = "judge", ProcessNumber = 1, Run = run, Cause = $"exit code {run}" });
                Assert.Equal(run == 3, answer.InFlight.Single().SetAside);
            }

            await _sidecar.StopAsync();
            await _sidecar.StartAsync();
        }

        await using var last = await App.StartAsync(_sidecar.Settings);
        using var rest = await QueueClient.OpenAsync(last.Queues, "judge", 1, prefetch: 5);
        Assert.Equal(["1", "2"], (await rest.ReadAsync(2)).Select(delivery => delivery.Kanban.StartAt));
        var dead = Assert.Single(await _sidecar.ReceiveAsync(Topics.Dead, 1));
        Assert.Equal("0", StatusKanbanJson.Parse(dead.Data.Span).StartAt);
    }

    [Fact]
    public async Task SendStaticKanban_TwoReplicasAtOnce_LosesNothing()
    {
        await using var first = await App.StartAsync(_sidecar.Settings);
        await using var second = await App.StartAsync(_sidecar.Settings);
        var topic = new Topic { Name = "recipes" };

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async n =>
        {
            var app = n % 2 == 0 ? first : second;
            var response = await app.Kanban.SendStaticKanbanAsync(new StaticRequest { Topic = topic, Message = new KanbanMessage { StartAt = $"{n}" } });
            Assert.Equal(ResponseStatus.Success, response.Status);
        }));

        using var call = second.Kanban.ReceiveStaticKanban(topic);
        List<string> read = [];
        while (read.Count < 40 && await call.ResponseStream.MoveNext(default).Within30s())
        {
            read.Add(call.ResponseStream.Current.StatusKanban.StartAt);
        }

        Assert.Equal(KanbanEvents.Texts(0, 40), read.OrderBy(int.Parse));
    }
}
