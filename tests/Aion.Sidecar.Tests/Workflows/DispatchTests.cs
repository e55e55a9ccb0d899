using Aion.Testing;
using DurableTask.Protocol;
using Grpc.Net.Client;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>Who gets what when, and what stalls.</summary>
public sealed class DispatchTests
{
    [Fact]
    public async Task Activities_OfALargeFanOut_DoNotKeepOthersWaiting()
    {
        await using var sidecar = await WorkflowFixture.StartAsync(new SidecarAppOptions { AppId = "app", MaxConcurrentActivities = 1 });
        await using var worker = await TestWorker.ConnectAsync(sidecar.Client);
        await RunAsync(sidecar, worker, "large", [.. Enumerable.Range(0, 100).Select(id => Actions.Call(id, "part"))]);
        var first = await worker.ActivityAsync();
        await RunAsync(sidecar, worker, "small", Actions.Call(0, "part"));

        await worker.CompleteAsync(first);
        var second = await worker.ActivityAsync();
        await worker.CompleteAsync(second);
        var third = await worker.ActivityAsync();

        Assert.Contains("small", new[] { second, third }.Select(item => item.ActivityRequest.WorkflowInstance.InstanceId));
    }

    [Fact]
    public async Task Turns_AreLimited_AndTheNextComesWhenOneIsAnswered()
    {
        await using var sidecar = await WorkflowFixture.StartAsync(new SidecarAppOptions { AppId = "app", MaxConcurrentWorkflows = 2 });
        await using var worker = await TestWorker.ConnectAsync(sidecar.Client);
        var starting = Enumerable.Range(0, 3).Select(i => sidecar.ScheduleAsync("listen", id: $"i{i}")).ToList();
        var first = await worker.TurnAsync();
        await worker.TurnAsync();
        await Eventually.HoldsAsync(async () => (await sidecar.GetAsync("i2"))?.WorkflowStatus == OrchestrationStatus.Pending);
        Assert.False(worker.HasTurn);

        await worker.AnswerAsync(first);

        await worker.TurnAsync();
        Assert.Contains(await Task.WhenAny(starting).Within30s(), starting);
    }

    [Fact]
    public async Task Worker_IsTheLastToGo_ItsWorkGoesToTheNext()
    {
        await using var sidecar = await WorkflowFixture.StartAsync();
        var worker = await TestWorker.ConnectAsync(sidecar.Client);
        await RunAsync(sidecar, worker, "one", Actions.Call(0, "pay"));
        await worker.ActivityAsync();
        await worker.DisposeAsync();

        await using var next = await TestWorker.ConnectAsync(sidecar.Client);

        Assert.Equal("pay", (await next.ActivityAsync()).ActivityRequest.Name);
    }

    [Fact]
    public async Task Activity_ThatTheLastWorkerAnswersAfterItsStreamBroke_IsDone()
    {
        await using var sidecar = await WorkflowFixture.StartAsync();
        var worker = await TestWorker.ConnectAsync(sidecar.Client);
        await RunAsync(sidecar, worker, "one", Actions.Call(0, "pay"), Actions.Call(1, "pack"));
        WorkItem[] items = [await worker.ActivityAsync(), await worker.ActivityAsync()];
        await worker.DisposeAsync();
        await Eventually.HoldsAsync(() => sidecar.Host.Runtime.Workflows.Hub("app").Queue.Workers == 0);

        await worker.CompleteAsync(items[0], "paid");

        await using var next = await TestWorker.ConnectAsync(sidecar.Client);
        Assert.Equal("paid", (await next.TurnAsync()).WorkflowRequest.NewEvents[^1].TaskCompleted.Result);
        Assert.Equal(items[1].ActivityRequest.TaskId, (await next.ActivityAsync()).ActivityRequest.TaskId);
        Assert.False(next.HasActivity);
    }

    [Fact]
    public async Task Version_ThatNoWorkerHas_StallsUntilAnotherComes()
    {
        await using var sidecar = await WorkflowFixture.StartAsync();
        await using var old = await TestWorker.ConnectAsync(sidecar.Client);
        await RunAsync(sidecar, old, "one");
        await sidecar.RaiseAsync("one", "go");
        await old.AnswerAsync(await old.TurnAsync(), new WorkflowAction { Id = 1, WorkflowVersionNotAvailable = new WorkflowVersionNotAvailableAction() });
        Assert.Equal(OrchestrationStatus.Stalled, (await sidecar.GetAsync("one")).WorkflowStatus);
        await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => sidecar.RaiseAsync("one", "more"));
        await old.DisposeAsync();

        await using var fresh = await TestWorker.ConnectAsync(sidecar.Client);
        var turn = await fresh.TurnAsync();

        Assert.Equal("go", turn.WorkflowRequest.NewEvents[^1].EventRaised.Name);
        Assert.Equal(StalledReason.VersionNotAvailable, turn.WorkflowRequest.PastEvents[^1].ExecutionStalled.Reason);
        await fresh.AnswerAsync(turn, Actions.Complete("done"));
        Assert.Equal("done", (await sidecar.EndAsync("one")).Output);
    }

    [Fact]
    public async Task Patches_OtherThanThoseOfTheHistory_Stall()
    {
        await using var sidecar = await WorkflowFixture.StartAsync();
        await using var worker = await TestWorker.ConnectAsync(sidecar.Client);
        var starting = sidecar.ScheduleAsync("listen", id: "one");
        await worker.AnswerAsync(await worker.TurnAsync(), Patched("a"));
        await starting;
        await sidecar.RaiseAsync("one", "go");
        var second = await worker.TurnAsync();
        Assert.Equal(["a"], second.WorkflowRequest.PastEvents[0].WorkflowStarted.Version.Patches);
        await worker.AnswerAsync(second, Patched("a", "b"));
        await sidecar.RaiseAsync("one", "go");
        var third = await worker.TurnAsync();
        Assert.Equal(["b"], third.WorkflowRequest.PastEvents.Last(message => message.WorkflowStarted is not null).WorkflowStarted.Version.Patches);

        await worker.AnswerAsync(third, Patched("b", "a"));

        Assert.Equal(OrchestrationStatus.Stalled, (await sidecar.GetAsync("one")).WorkflowStatus);
    }

    [Fact]
    public async Task History_LargerThanAMessage_StallsAndTheRestGoesOn()
    {
        await using var sidecar = await WorkflowFixture.StartAsync(new SidecarAppOptions { AppId = "app", MaxBodySize = 64 * 1024 });
        await using var worker = await TestWorker.ConnectAsync(sidecar.Client);
        await RunAsync(sidecar, worker, "big");
        var payload = new string('x', 50_000);
        await sidecar.RaiseAsync("big", "data", payload);
        await worker.AnswerAsync(await worker.TurnAsync());

        await sidecar.RaiseAsync("big", "data", payload);

        await Eventually.HoldsAsync(async () => (await sidecar.GetAsync("big")).WorkflowStatus == OrchestrationStatus.Stalled);
        await RunAsync(sidecar, worker, "small", Actions.Complete("done"));
        Assert.Equal("done", (await sidecar.EndAsync("small")).Output);
    }

    [Fact]
    public async Task Activity_OfAnotherApp_IsDoneByItsWorker()
    {
        await using var sidecar = await WorkflowFixture.StartAsync();
        var other = sidecar.Connect(await sidecar.Host.AddAppAsync(new SidecarAppOptions { AppId = "other" }));
        await using var worker = await TestWorker.ConnectAsync(sidecar.Client);
        await using var helper = await TestWorker.ConnectAsync(other);
        var call = Actions.Call(0, "help");
        call.Router = new TaskRouter { TargetAppID = "other" };
        var child = Actions.Child(1, "child", "kid");
        child.Router = new TaskRouter { TargetAppID = "other" };
        await RunAsync(sidecar, worker, "one", call, child);

        await helper.CompleteAsync(await helper.ActivityAsync(), "helped");
        await helper.AnswerAsync(await helper.TurnAsync(), Actions.Complete("grown"));

        var results = new List<HistoryEvent>();
        while (results.Count < 2)
        {
            var turn = await worker.TurnAsync();
            results.AddRange(turn.WorkflowRequest.NewEvents.Skip(1));
            await worker.AnswerAsync(turn);
        }

        Assert.Equal("helped", Assert.Single(results, message => message.TaskCompleted is not null).TaskCompleted.Result);
        Assert.Equal("grown", Assert.Single(results, message => message.ChildWorkflowInstanceCompleted is not null).ChildWorkflowInstanceCompleted.Result);
        Assert.False(worker.HasActivity);
    }

    [Fact]
    public async Task Rerun_FromAnActivity_DoesItAgainWithTheHistoryBefore()
    {
        await using var sidecar = await WorkflowFixture.StartAsync();
        await using var worker = await TestWorker.ConnectAsync(sidecar.Client);
        await RunAsync(sidecar, worker, "one", Actions.Call(0, "a"));
        await worker.CompleteAsync(await worker.ActivityAsync(), "ra");
        await worker.AnswerAsync(await worker.TurnAsync(), Actions.Call(1, "b"));
        await worker.CompleteAsync(await worker.ActivityAsync(), "rb");
        await worker.AnswerAsync(await worker.TurnAsync(), Actions.Complete());
        await sidecar.EndAsync("one");

        await sidecar.Client.RerunWorkflowFromEventAsync(
            new RerunWorkflowFromEventRequest { SourceInstanceID = "one", EventID = 1, NewInstanceID = "two", OverwriteInput = true, Input = "new" });

        var again = await worker.ActivityAsync();
        Assert.Equal(("two", "b", "new"), (again.ActivityRequest.WorkflowInstance.InstanceId, again.ActivityRequest.Name, again.ActivityRequest.Input));
        await worker.CompleteAsync(again, "rb2");
        var turn = await worker.TurnAsync();
        Assert.Equal("ra", Assert.Single(turn.WorkflowRequest.PastEvents, message => message.TaskCompleted is not null).TaskCompleted.Result);
        Assert.Equal("rb2", turn.WorkflowRequest.NewEvents[^1].TaskCompleted.Result);
    }

    [Fact]
    public async Task Waits_OfOneConnection_DoNotKeepItsWorkerFromAnswering()
    {
        const int Waits = 200;
        await using var sidecar = await WorkflowFixture.StartAsync();
        using var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = false };
        using var channel = GrpcChannel.ForAddress(sidecar.Endpoint.GrpcEndpoint, new GrpcChannelOptions { HttpHandler = handler });
        var client = new TaskHubSidecarService.TaskHubSidecarServiceClient(channel);
        await using var worker = await TestWorker.ConnectAsync(client);
        await RunAsync(sidecar, worker, "one");
        var waiting = Enumerable.Range(0, Waits).Select(_ => client.WaitForInstanceCompletionAsync(new GetInstanceRequest { InstanceId = "one" })).ToList();
        await client.RaiseEventAsync(new RaiseEventRequest { InstanceId = "one", Name = "end" }).ResponseAsync.Within30s();

        await worker.AnswerAsync(await worker.TurnAsync(), Actions.Complete());

        foreach (var wait in waiting)
            Assert.Equal(OrchestrationStatus.Completed, (await wait.ResponseAsync.Within30s()).WorkflowState.WorkflowStatus);
    }

    private static WorkflowResponse Patched(params string[] patches) => new() { Version = new WorkflowVersion { Patches = { patches } } };

    private static async Task RunAsync(WorkflowFixture sidecar, TestWorker worker, string id, params WorkflowAction[] actions)
    {
        var starting = sidecar.ScheduleAsync("listen", id: id);
        await worker.AnswerAsync(await worker.TurnAsync(), actions);
        await starting.Within30s();
    }
}
