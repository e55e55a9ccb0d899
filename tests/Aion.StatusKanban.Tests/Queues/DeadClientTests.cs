using Aion.Contracts.State;
using Aion.Contracts.V1;
using Aion.StatusKanban.Tests.FakeDapr;
using Grpc.Net.Client;

namespace Aion.StatusKanban.Tests.Queues;

public sealed class DeadClientTests
{
    [Fact]
    public async Task Receive_ClientFallsSilent_ItsKanbansGoToAnotherAndNothingIsLeft()
    {
        await using var sidecar = await FakeSidecar.StartedAsync();
        App.Apply(sidecar, 1, ("judge", 1, AcknowledgeModes.Delivery));
        sidecar.Dapr.Topic("kanban.before.judge.001").Append(KanbanEvents.Range(0, 3));
        await using var app = await App.StartAsync(sidecar.Settings, ("KeepAliveDelay", "00:00:01"), ("KeepAliveTimeout", "00:00:05"));
        using var proxy = new FreezableProxy(app.Address);
        using var channel = GrpcChannel.ForAddress(proxy.Address);
        using var silent = await QueueClient.OpenAsync(new KanbanQueue.KanbanQueueClient(channel), "judge", 1, prefetch: 2);
        await silent.ReadAsync(2);

        proxy.Freeze();

        using var other = await QueueClient.OpenAsync(app.Queues, "judge", 1, prefetch: 5);
        Assert.Equal("2", (await other.ReadAsync(1))[0].Kanban.StartAt);
        Assert.Equal(["0", "1"], (await other.ReadAsync(2)).Select(delivery => delivery.Kanban.StartAt));
        Assert.Equal(1, (await app.QueueAsync("judge", 1))!.Consumers);
    }

    [Fact]
    public async Task ReceiveKanban_ClientThatDoesNotRead_HoldsUpNobodyElse()
    {
        await using var sidecar = await FakeSidecar.StartedAsync();
        App.Apply(sidecar, 1, ("judge", 2, AcknowledgeModes.Delivery));
        await using var app = await App.StartAsync(sidecar.Settings, ("HeldPerQueue", "64"));
        using var slow = app.Receive("judge", 1);
        sidecar.Dapr.Topic("kanban.before.judge.001").Append(Enumerable.Range(0, 2_000).Select(n => KanbanEvents.Create(n + new string('x', 2_000))));
        using var quick = app.Receive("judge", 2);
        sidecar.Dapr.Topic("kanban.before.judge.002").Append(KanbanEvents.Range(0, 2_000));

        Assert.Equal(KanbanEvents.Texts(0, 2_000), await quick.ResponseStream.ReadAsync(2_000));
        await Eventually.HoldsAsync(async () => await app.QueueAsync("judge", 1) is { Held: > 0, Acknowledged: > 0 });
        var queue = (await app.QueueAsync("judge", 1))!;
        Assert.InRange(queue.Held, 1, 65);
        // Acknowledged is what the client's own HTTP/2 window of 64 KiB has room for; nothing lies in buffers of the server.
        Assert.InRange(queue.Acknowledged, 1, 64);
        Assert.Equal(2_000, (await slow.ResponseStream.ReadAsync(2_000)).Distinct().Count());
    }
}
