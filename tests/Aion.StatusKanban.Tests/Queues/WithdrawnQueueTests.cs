using Aion.Contracts.Events;
using Aion.Contracts.State;
using Aion.StatusKanban.Tests.FakeDapr;
using Grpc.Core;

namespace Aion.StatusKanban.Tests.Queues;

public sealed class WithdrawnQueueTests : IAsyncLifetime
{
    private static readonly (string, string)[] Quick = [("WithdrawnDelay", "00:00:00.010"), ("WithdrawnQuiet", "01:00:00")];
    private static readonly (string, string)[] Forgetful = [("WithdrawnDelay", "00:00:00.010"), ("WithdrawnQuiet", "00:00:00.300")];
    private static readonly (string, string)[] Patient = [("WithdrawnDelay", "01:00:00"), ("ProjectPoll", "01:00:00")];
    private FakeSidecar _sidecar = null!;

    private FakeTopic Topic => _sidecar.Dapr.Topic("kanban.before.judge.001");

    private FakeTopic Second => _sidecar.Dapr.Topic("kanban.before.judge.002");

    private FakeTopic Dead => _sidecar.Dapr.Topic(Topics.Dead);

    public async Task InitializeAsync()
    {
        _sidecar = await FakeSidecar.StartedAsync();
        App.Apply(_sidecar, 1, ("judge", 2, AcknowledgeModes.Output));
    }

    public async Task DisposeAsync() => await _sidecar.DisposeAsync();

    [Theory]
    [InlineData("judge", 1, DeadReasons.NoSuchNumber)]
    [InlineData("other", 2, DeadReasons.NoSuchService)]
    public async Task Apply_QueueNoLongerDeclared_SetsItsKanbansAsideInOrder(string name, int scale, string reason)
    {
        await using var app = await StartAsync(Forgetful);
        Second.Append(KanbanEvents.Range(0, 5));
        await Eventually.HoldsAsync(async () => await app.QueueAsync("judge", 2) is { Held: 5 });

        App.Apply(_sidecar, 2, (name, scale, AcknowledgeModes.Output));

        await Eventually.HoldsAsync(() => Second.Unacknowledged == 0);
        Assert.Equal(Second.Events.Select(e => e.Id), Dead.Events.Select(e => e.Id));
        Assert.All(Dead.Events, e => Assert.Equal((reason, "kanban.before.judge.002"), (e.Reason, e.SourceQueue)));
        await Eventually.HoldsAsync(async () => await app.QueueAsync("judge", 2) is null);
        Assert.DoesNotContain("judge-002", _sidecar.Dapr.State("statuskanban.queues"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_WhileStatusKanbanIsDown_SetsAsideAtItsStart()
    {
        await using (await StartAsync(Quick))
        {
        }

        Second.Append(KanbanEvents.Range(0, 3));
        App.Apply(_sidecar, 2, ("judge", 1, AcknowledgeModes.Output));
        await using var app = await App.StartAsync(_sidecar.Settings, Quick);

        await Eventually.HoldsAsync(() => Second.Unacknowledged == 0);
        Assert.Equal(3, Dead.Events.Count);
    }

    [Fact]
    public async Task Apply_KilledWhileItIsEmptied_LosesNothing()
    {
        await using (var app = await StartAsync(Quick))
        {
            var published = 0;
            _sidecar.Dapr.BeforePublish = _ => ++published > 2 ? throw new RpcException(new Status(StatusCode.Unavailable, "told to")) : Task.CompletedTask;
            Second.Append(KanbanEvents.Range(0, 6));
            App.Apply(_sidecar, 2, ("judge", 1, AcknowledgeModes.Output));
            await Eventually.HoldsAsync(() => published > 2);
            await _sidecar.StopAsync();
        }

        _sidecar.Dapr.BeforePublish = _ => Task.CompletedTask;
        await _sidecar.StartAsync();
        await using var next = await App.StartAsync(_sidecar.Settings, Quick);

        await Eventually.HoldsAsync(() => Second.Unacknowledged == 0);
        // What was published and not acknowledged in time comes twice, and is one letter to the index: it is the same.
        Assert.Equal(Second.Events.Select(e => e.Id), Dead.Events.Select(e => e.Id).Distinct());
        Assert.Single(Dead.Events.Select(e => (e.Reason, e.ReasonText, e.SourceQueue)).Distinct());
    }

    [Fact]
    public async Task Apply_ServiceRemovedAndAddedAgain_KeepsItsKanbansInOrder()
    {
        await using var app = await StartAsync(Patient);
        using var call = app.Receive("judge", 1);
        Topic.Append(KanbanEvents.Range(0, 2));
        Assert.Equal(["0"], await call.ResponseStream.ReadAsync(1));

        App.Apply(_sidecar, 2, ("other", 1, AcknowledgeModes.Output));
        await Eventually.HoldsAsync(async () => await app.QueueAsync("other", 1) is not null);
        Topic.Append(KanbanEvents.Range(2, 2));
        await Eventually.HoldsAsync(async () => await app.QueueAsync("judge", 1) is { Held: 4 });
        App.Apply(_sidecar, 3, ("judge", 1, AcknowledgeModes.Output));
        await Eventually.HoldsAsync(() => app.Get<Aion.StatusKanban.Projects.CurrentProject>().Value?.Generation == 3);

        for (var n = 1; n < 4; n++)
        {
            await app.SendAsync("judge", 1, "output");
            Assert.Equal([$"{n}"], await call.ResponseStream.ReadAsync(1));
        }

        Assert.Empty(Dead.Events);
    }

    [Fact]
    public async Task Apply_ServiceRemovedWhileItWorks_TakesItsOutputAndHandsOutNoMore()
    {
        await using var app = await StartAsync(Quick);
        using var call = app.Receive("judge", 1);
        Topic.Append(KanbanEvents.Range(0, 2));
        Assert.Equal(["0"], await call.ResponseStream.ReadAsync(1));

        App.Apply(_sidecar, 2, ("other", 1, AcknowledgeModes.Output));
        await Eventually.HoldsAsync(() => Dead.Events.Count == 1);
        await app.SendAsync("judge", 1, "output");

        await Eventually.HoldsAsync(() => Topic.Unacknowledged == 0);
        Assert.Equal(Topic.Events[1].Id, Assert.Single(Dead.Events).Id);
    }

    [Fact]
    public async Task Apply_ServiceSubscribesItself_LeavesItsKanbansToIt()
    {
        await using var app = await StartAsync(Quick);
        Topic.Append(KanbanEvents.Range(0, 2));
        await Eventually.HoldsAsync(async () => await app.QueueAsync("judge", 1) is { Held: 2 });

        App.Apply(_sidecar, 2, ("judge", 2, AcknowledgeModes.Subscriber));

        await Eventually.HoldsAsync(async () => await app.QueueAsync("judge", 1) is null);
        Assert.Equal((2, 0), (Topic.Unacknowledged, Dead.Events.Count));
    }

    private async Task<App> StartAsync((string, string)[] settings)
    {
        var app = await App.StartAsync(_sidecar.Settings, settings);
        await Eventually.HoldsAsync(async () => await app.QueueAsync("judge", 2) is not null);
        return app;
    }
}
