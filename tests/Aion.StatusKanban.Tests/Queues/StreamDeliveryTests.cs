using Aion.Contracts.Events;
using Aion.Contracts.Kanbanpb;
using Aion.Contracts.State;
using Aion.StatusKanban.Queues;
using Aion.StatusKanban.Tests.FakeDapr;
using Grpc.Core;

namespace Aion.StatusKanban.Tests.Queues;

public sealed class StreamDeliveryTests
{
    private const string Queue = "kanban.before.judge.001";

    [Fact]
    public async Task ReceiveKanban_KanbansBeforeAndAfterTheClient_ArriveInOrder()
    {
        await using var sidecar = await FakeSidecar.StartedAsync();
        App.Apply(sidecar, 1, ("judge", 1, AcknowledgeModes.Delivery));
        sidecar.Dapr.Topic(Queue).Append(KanbanEvents.Range(0, 300));
        await using var app = await App.StartAsync(sidecar.Settings);

        using var call = app.Receive("judge", 1);
        var read = await call.ResponseStream.ReadAsync(300);
        sidecar.Dapr.Topic(Queue).Append(KanbanEvents.Range(300, 200));
        read.AddRange(await call.ResponseStream.ReadAsync(200));

        Assert.Equal(KanbanEvents.Texts(0, 500), read);
        await Eventually.HoldsAsync(() => sidecar.Dapr.Topic(Queue).Unacknowledged == 0);
    }

    [Fact]
    public async Task ReceiveKanban_BeforeTheProjectIsApplied_WaitsUntilTheQueueIsDeclared()
    {
        await using var sidecar = await FakeSidecar.StartedAsync();
        sidecar.Dapr.Topic(Queue).Append(KanbanEvents.Range(0, 1));
        await using var app = await App.StartAsync(sidecar.Settings);
        using var call = app.Receive("judge", 1);
        await Eventually.HoldsAsync(async () => (await app.QueueAsync("judge", 1))?.Consumers == 1);

        App.Apply(sidecar, 1, ("judge", 1, AcknowledgeModes.Delivery));

        Assert.Equal(["0"], await call.ResponseStream.ReadAsync(1));
    }

    [Fact]
    public async Task ReceiveKanban_TwoClients_EachKanbanGoesToOneOfThem()
    {
        await using var sidecar = await FakeSidecar.StartedAsync();
        App.Apply(sidecar, 1, ("judge", 1, AcknowledgeModes.Delivery));
        await using var app = await App.StartAsync(sidecar.Settings);
        using var first = app.Receive("judge", 1);
        using var second = app.Receive("judge", 1);
        await Eventually.HoldsAsync(async () => (await app.QueueAsync("judge", 1))?.Consumers == 2);

        var read = new[] { new List<string>(), [] };
        var readers = new[] { first, second }.Select(async (call, n) =>
        {
            await foreach (var kanban in call.ResponseStream.ReadAllAsync())
            {
                lock (read)
                {
                    read[n].Add(kanban.StartAt);
                }
            }
        }).ToList();
        for (var n = 0; n < 100; n++)
        {
            sidecar.Dapr.Topic(Queue).Append(KanbanEvents.Range(n, 1));
            await Eventually.HoldsAsync(() => read.Sum(list => list.Count) == n + 1);
        }

        Assert.All(read, list => Assert.Equal(list.OrderBy(int.Parse), list));
        Assert.All(read, list => Assert.InRange(list.Count, 20, 80));
        Assert.Equal(KanbanEvents.Texts(0, 100), read.SelectMany(list => list).OrderBy(int.Parse));
        first.Dispose();
        second.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(readers));
    }

    [Fact]
    public async Task ReceiveKanban_ClientsComeAndGo_LosesAndLeavesNothing()
    {
        await using var sidecar = await FakeSidecar.StartedAsync();
        App.Apply(sidecar, 1, ("judge", 1, AcknowledgeModes.Delivery));
        await using var app = await App.StartAsync(sidecar.Settings);
        for (var n = 0; n < 50; n++)
        {
            using var flapping = app.Receive("judge", 1);
            using var unknown = app.Receive("nobody", n + 1);
            await Eventually.HoldsAsync(async () => (await app.QueueAsync("nobody", n + 1)) is { Consumers: 1 });
        }

        await Eventually.HoldsAsync(async () => (await app.QueueAsync("judge", 1)) is { Consumers: 0 });
        await Eventually.HoldsAsync(async () => (await app.Queues.ListAsync(new())).Queues.Count == 1);
        sidecar.Dapr.Topic(Queue).Append(KanbanEvents.Range(0, 20));
        using var call = app.Receive("judge", 1);

        Assert.Equal(KanbanEvents.Texts(0, 20), await call.ResponseStream.ReadAsync(20));
    }

    [Fact]
    public async Task ReceiveKanban_WithoutKanban_GetsOneInitialKanbanFirst()
    {
        await using var sidecar = await FakeSidecar.StartedAsync();
        App.Apply(sidecar, 1, ("judge", 3, AcknowledgeModes.Delivery));
        sidecar.Dapr.Topic("kanban.before.judge.003").Append(KanbanEvents.Range(0, 1));
        await using var app = await App.StartAsync(sidecar.Settings, ("Home", "/data/aion"));

        using var call = app.Receive("repo/judge:latest", 3, InitializeType.StartServiceWithoutKanban);
        Assert.True(await call.ResponseStream.MoveNext().Within30s());
        var initial = call.ResponseStream.Current;

        Assert.Equal("/data/aion/Data/judge_3", initial.DataPath);
        Assert.InRange(DateTimeOffset.Parse(initial.StartAt), TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow());
        Assert.Empty(initial.Metadata.Fields);
        Assert.Equal(["0"], await call.ResponseStream.ReadAsync(1));
    }

    [Fact]
    public async Task Run_ClientGoesDuringTheWrite_TheNextOneGetsTheKanban()
    {
        await using var sidecar = await FakeSidecar.StartedAsync();
        App.Apply(sidecar, 1, ("judge", 1, AcknowledgeModes.Delivery));
        sidecar.Dapr.Topic(Queue).Append(KanbanEvents.Range(0, 1));
        await using var app = await App.StartAsync(sidecar.Settings);
        using var gone = new CancellationTokenSource();

        await app.Get<StreamDelivery>().RunAsync(new QueueKey("judge", 1), initial: false, new EndingStream(gone), gone.Token).Within30s();

        Assert.True(gone.IsCancellationRequested);
        using var call = app.Receive("judge", 1);
        Assert.Equal(["0"], await call.ResponseStream.ReadAsync(1));
    }

    [Fact]
    public async Task ReceiveKanban_NoName_IsInvalidArgument()
    {
        await using var sidecar = await FakeSidecar.StartedAsync();
        await using var app = await App.StartAsync(sidecar.Settings);

        using var call = app.Receive("", 1);

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().Within30s());
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
    }
}
