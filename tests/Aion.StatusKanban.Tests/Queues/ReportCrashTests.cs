using Aion.Contracts.Events;
using Aion.Contracts.State;
using Aion.Contracts.V1;
using Aion.StatusKanban.Projects;
using Aion.StatusKanban.Tests.FakeDapr;
using Grpc.Core;

namespace Aion.StatusKanban.Tests.Queues;

public sealed class ReportCrashTests : IAsyncLifetime
{
    private FakeSidecar _sidecar = null!;
    private App _app = null!;

    private FakeTopic Topic => _sidecar.Dapr.Topic("kanban.before.judge.001");

    private FakeTopic Dead => _sidecar.Dapr.Topic(Topics.Dead);

    public async Task InitializeAsync()
    {
        _sidecar = await FakeSidecar.StartedAsync();
        App.Apply(_sidecar, 1, ("judge", 1, AcknowledgeModes.Output));
        _app = await App.StartAsync(_sidecar.Settings);
        await Eventually.HoldsAsync(async () => await _app.QueueAsync("judge", 1) is not null);
        Topic.Append(KanbanEvents.Range(0, 3));
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _sidecar.DisposeAsync();
    }

    [Fact]
    public async Task ReportCrash_ThirdOfTheSameKanban_SetsItAsideWithTheCausesAndGoesOn()
    {
        var first = await CrashWithAsync("0", run: 1, "exit code 1");
        var second = await CrashWithAsync("0", run: 2, "exit code 2");
        var third = await CrashWithAsync("0", run: 3, "signal 11");

        var id = Topic.Events[0].Id;
        Assert.Equal(
            [(id, 1, false), (id, 2, false), (id, 3, true)],
            new[] { first, second, third }.Select(answer => answer.InFlight.Single()).Select(k => (k.KanbanId, k.Crashes, k.SetAside)));
        using var call = _app.Receive("judge", 1);
        Assert.Equal(["1"], await call.ResponseStream.ReadAsync(1));
        await Eventually.HoldsAsync(() => Dead.Events.Count == 1 && Topic.Unacknowledged == 2);
        var dead = Dead.Events[0];
        Assert.Equal((id, DeadReasons.Poison, "kanban.before.judge.001", 3), (dead.Id, dead.Reason, dead.SourceQueue, dead.Attempt));
        Assert.EndsWith("run 1: exit code 1; run 2: exit code 2; run 3: signal 11", dead.ReasonText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReportCrash_SameRunAgain_CountsOnceAndGivesTheSameAnswer()
    {
        var first = await CrashWithAsync("0", run: 1);

        var again = await ReportAsync(run: 1);
        var second = await CrashWithAsync("0", run: 2);
        var late = await ReportAsync(run: 1);

        Assert.Equal((false, true), (first.Repeated, again.Repeated));
        Assert.Equal(first.InFlight, again.InFlight);
        Assert.Empty(late.InFlight);
        Assert.Equal(2, second.InFlight.Single().Crashes);
        Assert.Equal(3, (await CrashWithAsync("0", run: 3)).InFlight.Single().Crashes);
    }

    [Fact]
    public async Task ReportCrash_InstanceRemovedAndAddedAgain_CountsItsFirstRun()
    {
        await CrashWithAsync("0", run: 1);
        App.Apply(_sidecar, 2, ("other", 1, AcknowledgeModes.Output));
        await Eventually.HoldsAsync(async () => await _app.QueueAsync("other", 1) is not null);
        App.Apply(_sidecar, 3, ("judge", 1, AcknowledgeModes.Output));
        var project = _app.Get<CurrentProject>();
        await Eventually.HoldsAsync(() => project.Value?.Generation == 3);

        var answer = await CrashWithAsync("0", run: 1);

        Assert.Equal((false, 2), (answer.Repeated, answer.InFlight.Single().Crashes));
    }

    [Fact]
    public async Task ReportCrash_AnsweredInBetween_BeginsAnew()
    {
        await CrashWithAsync("0", run: 1);
        await CrashWithAsync("0", run: 2);
        using (var client = await QueueClient.OpenAsync(_app.Queues, "judge", 1, prefetch: 1))
        {
            await client.AnswerAsync((await client.ReadAsync(1))[0], Acknowledgement.Types.Result.Retry);
            Assert.Equal("0", (await client.ReadAsync(1))[0].Kanban.StartAt);
        }

        Assert.Equal(1, (await ReportAsync(run: 3)).InFlight.Single().Crashes);
    }

    [Fact]
    public async Task ReportCrash_NothingInFlight_CountsNothing()
    {
        await CrashWithAsync("0", run: 1);

        // It dies before it asks for a kanban: the one that it had in the run before is not to blame.
        var answers = new[] { await ReportAsync(run: 2), await ReportAsync(run: 3), await ReportAsync(run: 4) };

        Assert.All(answers, answer => Assert.Empty(answer.InFlight));
        Assert.Equal(2, (await CrashWithAsync("0", run: 5)).InFlight.Single().Crashes);
    }

    [Fact]
    public async Task ReportCrash_ManyInFlight_FindsTheOneByHandingThemOutAlone()
    {
        Topic.Append(KanbanEvents.Range(3, 3));
        using (var client = await QueueClient.OpenAsync(_app.Queues, "judge", 1, prefetch: 10))
        {
            await client.ReadAsync(4);
            await Eventually.HoldsAsync(async () => (await _app.QueueAsync("judge", 1))!.Kanbans.All(k => k.State == "delivered"));
        }

        Assert.Equal(6, (await ReportAsync(run: 1)).InFlight.Count);
        for (var run = 2; run <= 3; run++)
        {
            // Kanban 1 kills the service: what came before it is answered, it is in flight alone.
            using (var client = await QueueClient.OpenAsync(_app.Queues, "judge", 1, prefetch: 10))
            {
                if (run == 2)
                {
                    await client.AnswerAsync((await client.ReadAsync(1))[0]);
                }

                Assert.Equal("1", (await client.ReadAsync(1))[0].Kanban.StartAt);
            }

            Assert.Equal(Topic.Events[1].Id, (await ReportAsync(run)).InFlight.Single().KanbanId);
        }

        using var last = await QueueClient.OpenAsync(_app.Queues, "judge", 1, prefetch: 10);
        for (var n = 2; n < 6; n++)
        {
            var delivery = (await last.ReadAsync(1))[0];
            Assert.Equal($"{n}", delivery.Kanban.StartAt);
            await last.AnswerAsync(delivery);
        }

        await Eventually.HoldsAsync(() => Dead.Events.Count == 1 && Topic.Unacknowledged == 0);
        Assert.Equal(Topic.Events[1].Id, Dead.Events[0].Id);
    }

    [Fact]
    public async Task ReportCrash_EverythingKilledBetween_CountsOn()
    {
        await CrashWithAsync("0", run: 1);
        using (var call = _app.Receive("judge", 1))
        {
            await call.ResponseStream.ReadAsync(1);
            await Eventually.HoldsAsync(() => Stored().Contains($"\"inFlight\":[\"{Topic.Events[0].Id}\"]", StringComparison.Ordinal));
            await KillAndStartAsync();
        }

        // What was in flight when all died was not told by anyone but the store.
        Assert.Equal(2, (await ReportAsync(run: 2)).InFlight.Single().Crashes);
        await KillAndStartAsync();
        Assert.True((await CrashWithAsync("0", run: 3)).InFlight.Single().SetAside);
        await Eventually.HoldsAsync(() => Dead.Events.Count == 1 && Topic.Unacknowledged == 2);
    }

    [Fact]
    public async Task ReportCrash_KilledBeforeTheLetterIsOut_SetsItAsideAtTheNextStart()
    {
        await CrashWithAsync("0", run: 1);
        await CrashWithAsync("0", run: 2);
        _sidecar.Dapr.BeforePublish = _ => throw new RpcException(new Status(StatusCode.Unavailable, "told to"));
        Assert.True((await CrashWithAsync("0", run: 3)).InFlight.Single().SetAside);
        Assert.Equal(3, Topic.Unacknowledged);

        await KillAndStartAsync();
        _sidecar.Dapr.BeforePublish = _ => Task.CompletedTask;
        using var call = _app.Receive("judge", 1);

        Assert.Equal(["1"], await call.ResponseStream.ReadAsync(1));
        await Eventually.HoldsAsync(() => Dead.Events.Count == 1 && Topic.Unacknowledged == 2);
        Assert.Contains("run 1: why; run 2: why; run 3: why", Dead.Events[0].ReasonText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReportCrash_AcknowledgedOnDelivery_TellsTheLastOne()
    {
        App.Apply(_sidecar, 2, ("judge", 1, AcknowledgeModes.Delivery));
        var project = _app.Get<CurrentProject>();
        await Eventually.HoldsAsync(() => project.AcknowledgeOf("judge") == AcknowledgeModes.Delivery);
        using (var call = _app.Receive("judge", 1))
        {
            await call.ResponseStream.ReadAsync(3);
        }

        var answer = await ReportAsync(run: 1);

        Assert.Empty(answer.InFlight);
        Assert.Equal(Topic.Events[2].Id, answer.LastKanbanId);
    }

    [Fact]
    public async Task ReportCrash_QueueThatIsNotDeclared_HasNothingInFlight() =>
        Assert.Empty((await _app.Queues.ReportCrashAsync(new ReportCrashRequest { Service = "other", ProcessNumber = 1, Run = 1 })).InFlight);

    private string Stored() => _sidecar.Dapr.State("statuskanban.crashes.judge.001");

    private async Task KillAndStartAsync()
    {
        // Nothing that the app does at its end reaches the store.
        await _sidecar.StopAsync();
        await _app.DisposeAsync();
        await _sidecar.StartAsync();
        _app = await App.StartAsync(_sidecar.Settings);
        await Eventually.HoldsAsync(async () => await _app.QueueAsync("judge", 1) is not null);
    }

    private async Task<ReportCrashResponse> CrashWithAsync(string startAt, long run, string cause = "why")
    {
        using (var call = _app.Receive("judge", 1))
        {
            Assert.Equal([startAt], await call.ResponseStream.ReadAsync(1));
        }

        await Eventually.HoldsAsync(async () => await _app.QueueAsync("judge", 1) is { Consumers: 0 });
        return await ReportAsync(run, cause);
    }

    private async Task<ReportCrashResponse> ReportAsync(long run, string cause = "why")
    {
        await Eventually.HoldsAsync(async () => await _app.QueueAsync("judge", 1) is { Consumers: 0 });
        return await _app.Queues.ReportCrashAsync(
            new ReportCrashRequest { Service = "judge", ProcessNumber = 1, Run = run, Cause = cause }, deadline: DateTime.MaxValue).ResponseAsync.Within30s();
    }
}
