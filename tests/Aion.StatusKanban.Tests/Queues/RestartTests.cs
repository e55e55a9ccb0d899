using Aion.Contracts.State;
using Aion.StatusKanban.Tests.FakeDapr;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Aion.StatusKanban.Tests.Queues;

public sealed class RestartTests : IAsyncLifetime
{
    private FakeSidecar _sidecar = null!;

    private FakeTopic Topic => _sidecar.Dapr.Topic("kanban.before.judge.001");

    public async Task InitializeAsync()
    {
        _sidecar = await FakeSidecar.StartedAsync();
        App.Apply(_sidecar, 1, ("judge", 1, AcknowledgeModes.Delivery));
    }

    public async Task DisposeAsync() => await _sidecar.DisposeAsync();

    [Fact]
    public async Task Restart_OfStatusKanban_RemembersWhatWasDelivered()
    {
        var delivered = KanbanEvents.Range(0, 200).ToList();
        Topic.Append(delivered);
        await using (var app = await App.StartAsync(_sidecar.Settings))
        {
            using var call = app.Receive("judge", 1);
            await call.ResponseStream.ReadAsync(200);
            // The app may be behind the client, and a stop takes back what it does not know to have arrived.
            await Eventually.HoldsAsync(async () => await app.QueueAsync("judge", 1) is { Acknowledged: 200 });
            await app.StopAsync();
        }

        // The same kanbans again, as a broker does that repeats a routing after a crash.
        Topic.Append([.. delivered, KanbanEvents.Create("new")]);
        await using var next = await App.StartAsync(_sidecar.Settings);
        using var again = next.Receive("judge", 1);

        Assert.Equal(["new"], await again.ResponseStream.ReadAsync(1));
        await Eventually.HoldsAsync(() => Topic.Unacknowledged == 0);
    }

    [Fact]
    public async Task Restart_OfTheSidecar_GoesOnInOrderWithoutRepeats()
    {
        Topic.Append(KanbanEvents.Range(0, 100));
        await using var app = await App.StartAsync(_sidecar.Settings);
        using var client = await QueueClient.OpenAsync(app.Queues, "judge", 1, prefetch: 10);
        var read = await client.ReadAsync(10);
        foreach (var delivery in read.Take(5))
        {
            await client.AnswerAsync(delivery);
        }

        await _sidecar.StopAsync();
        foreach (var delivery in read.Skip(5))
        {
            await client.AnswerAsync(delivery);
        }

        await _sidecar.StartAsync();
        while (read.Count < 100)
        {
            read.AddRange(await client.ReadAsync(1));
            await client.AnswerAsync(read[^1]);
        }

        Assert.Equal(KanbanEvents.Texts(0, 100), read.Select(delivery => delivery.Kanban.StartAt));
        await Eventually.HoldsAsync(() => Topic.Unacknowledged == 0);
    }

    [Fact]
    public async Task Settle_StateStoreRefuses_AcknowledgesOnlyAfterTheLedgerIsSaved()
    {
        Topic.Append(KanbanEvents.Range(0, 3));
        var unacknowledged = new List<int>();
        _sidecar.Dapr.BeforeSave = save =>
        {
            if (!save.States.Any(item => item.Key.StartsWith("statuskanban.ledger.", StringComparison.Ordinal)) || unacknowledged.Count == 3)
            {
                return Task.CompletedTask;
            }

            unacknowledged.Add(Topic.Unacknowledged);
            throw new RpcException(new Status(StatusCode.Internal, "disk is full"));
        };
        await using var app = await App.StartAsync(_sidecar.Settings);
        using var call = app.Receive("judge", 1);

        await call.ResponseStream.ReadAsync(3);

        await Eventually.HoldsAsync(() => Topic.Unacknowledged == 0);
        Assert.Equal([3, 3, 3], unacknowledged);
        Assert.Contains(_sidecar.Dapr.StateKeys, key => key.StartsWith("statuskanban.ledger.judge.001.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_WithOpenStreams_EndsThemAndTellsTheClients()
    {
        await using var app = await App.StartAsync(_sidecar.Settings);
        // A stop that waits for its clients never ends.
        app.Get<IOptions<HostOptions>>().Value.ShutdownTimeout = TimeSpan.FromHours(1);
        await app.Kanban.SendStaticKanbanAsync(new() { Topic = new() { Name = "t" }, Message = new KanbanMessage() });
        using var receiving = app.Receive("judge", 1);
        using var topic = app.Kanban.ReceiveStaticKanban(new() { Name = "t" });
        using var queue = await QueueClient.OpenAsync(app.Queues, "judge", 1, 1);
        await Eventually.HoldsAsync(async () => await app.QueueAsync("judge", 1) is { Consumers: 2 });
        Assert.True(await topic.ResponseStream.MoveNext().Within30s());

        await app.StopAsync().Within30s();

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => receiving.ResponseStream.MoveNext().Within30s())).StatusCode);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => topic.ResponseStream.MoveNext().Within30s())).StatusCode);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => queue.Call.ResponseStream.MoveNext().Within30s())).StatusCode);
    }

    [Fact]
    public async Task Start_BeforeTheSidecar_SubscribesWhenItIsThere()
    {
        await _sidecar.StopAsync();
        await using var app = await App.StartAsync(_sidecar.Settings);
        using var call = app.Receive("judge", 1);
        Topic.Append(KanbanEvents.Range(0, 1));

        await _sidecar.StartAsync();

        Assert.Equal(["0"], await call.ResponseStream.ReadAsync(1));
    }
}
