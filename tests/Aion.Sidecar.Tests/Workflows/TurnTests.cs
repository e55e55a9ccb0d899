using Aion.Testing;
using DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>What a worker gets and what becomes of its answers.</summary>
public sealed class TurnTests : IAsyncLifetime
{
    private WorkflowFixture _sidecar = null!;
    private TestWorker _worker = null!;

    public async Task InitializeAsync()
    {
        _sidecar = await WorkflowFixture.StartAsync();
        _worker = await TestWorker.ConnectAsync(_sidecar.Client);
    }

    public async Task DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _sidecar.DisposeAsync();
    }

    [Fact]
    public async Task Activity_Completed_IsInTheNextTurnAfterTheHistory()
    {
        var starting = _sidecar.ScheduleAsync("order", "1");
        var first = await _worker.TurnAsync();
        Assert.Equal("WorkflowStarted ExecutionStarted", first.WorkflowRequest.NewEvents.Kinds());
        Assert.Empty(first.WorkflowRequest.PastEvents);
        Assert.Equal("app", first.WorkflowRequest.NewEvents[1].Router.SourceAppID);
        Assert.Equal(first.WorkflowRequest.NewEvents[1].ExecutionStarted.WorkflowInstance.ExecutionId, first.WorkflowRequest.ExecutionId);
        await _worker.AnswerAsync(first, Actions.Call(0, "pay", "2"));
        var id = await starting.Within30s();

        var activity = await _worker.ActivityAsync();
        Assert.Equal(("pay", "2", 0, "execution-0"), (
            activity.ActivityRequest.Name, activity.ActivityRequest.Input, activity.ActivityRequest.TaskId, activity.ActivityRequest.TaskExecutionId));
        await _worker.CompleteAsync(activity, "3");

        var second = await _worker.TurnAsync();
        Assert.Equal("WorkflowStarted ExecutionStarted TaskScheduled", second.WorkflowRequest.PastEvents.Kinds());
        Assert.Equal("WorkflowStarted TaskCompleted", second.WorkflowRequest.NewEvents.Kinds());
        var completed = second.WorkflowRequest.NewEvents[1].TaskCompleted;
        Assert.Equal((0, "3", "execution-0"), (completed.TaskScheduledId, completed.Result, completed.TaskExecutionId));
        await _worker.AnswerAsync(second, new WorkflowResponse { CustomStatus = "\"paid\"", Actions = { Actions.Complete("4") } });

        var end = await _sidecar.EndAsync(id);
        Assert.Equal((OrchestrationStatus.Completed, "1", "4", "\"paid\""), (end.WorkflowStatus, end.Input, end.Output, end.CustomStatus));
    }

    [Theory]
    [InlineData(long.MaxValue, 0)]
    [InlineData(0, -1)]
    public async Task Timer_OfATimeThatIsNone_FailsTheWorkflow(long seconds, int nanos)
    {
        var starting = _sidecar.ScheduleAsync("timer", id: "t1");
        var timer = new CreateTimerAction { FireAt = new Timestamp { Seconds = seconds, Nanos = nanos } };

        await _worker.AnswerAsync(await _worker.TurnAsync(), new WorkflowAction { Id = 0, CreateTimer = timer });

        await starting.Within30s();
        Assert.Equal("InvalidWorkflowAction", (await _sidecar.EndAsync("t1")).FailureDetails.ErrorType);
    }

    [Fact]
    public async Task Events_RaisedBeforeTheWorkerAnswers_ComeTogetherInOrder()
    {
        var starting = _sidecar.ScheduleAsync("listen", id: "l1");
        var first = await _worker.TurnAsync();
        await _sidecar.RaiseAsync("l1", "a", "1");
        await _sidecar.RaiseAsync("l1", "b", "2");
        await _sidecar.RaiseAsync("l1", "a", "3");
        Assert.False(_worker.HasTurn);
        await _worker.AnswerAsync(first);
        await starting;

        var second = await _worker.TurnAsync();

        Assert.Equal(["a1", "b2", "a3"], second.WorkflowRequest.NewEvents.Skip(1).Select(message => message.EventRaised.Name + message.EventRaised.Input));
    }

    [Fact]
    public async Task Answer_ToATurnThatWentToAnotherWorker_IsDropped()
    {
        var starting = _sidecar.ScheduleAsync("order", id: "o1");
        var first = await _worker.TurnAsync();
        await using var other = await TestWorker.ConnectAsync(_sidecar.Client);
        await _worker.DisposeAsync();
        var again = await other.TurnAsync();
        Assert.NotEqual(first.CompletionToken, again.CompletionToken);

        await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => other.AnswerAsync(first, Actions.Complete("first")));
        await other.AnswerAsync(again, Actions.Complete("again"));

        await starting.Within30s();
        Assert.Equal("again", (await _sidecar.EndAsync("o1")).Output);
    }

    [Fact]
    public async Task Activities_OfOneTurn_AreOutTogether()
    {
        var starting = _sidecar.ScheduleAsync("fan");
        await _worker.AnswerAsync(await _worker.TurnAsync(), [.. Enumerable.Range(0, 20).Select(id => Actions.Call(id, "part"))]);
        await starting;
        var parts = new List<WorkItem>();
        for (var i = 0; i < 20; i++)
            parts.Add(await _worker.ActivityAsync());

        await Task.WhenAll(parts.Select(part => _worker.CompleteAsync(part, "x")));
        var results = 0;
        while (results < 20)
        {
            var turn = await _worker.TurnAsync();
            results += turn.WorkflowRequest.NewEvents.Count(message => message.TaskCompleted is not null);
            await _worker.AnswerAsync(turn);
        }

        Assert.Equal(20, results);
    }

    [Fact]
    public async Task Activity_AnsweredTwice_CountsOnce()
    {
        var starting = _sidecar.ScheduleAsync("order", id: "o1");
        await _worker.AnswerAsync(await _worker.TurnAsync(), Actions.Call(0, "pay"));
        await starting;
        var activity = await _worker.ActivityAsync();
        await _worker.CompleteAsync(activity, "1");

        await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => _worker.CompleteAsync(activity, "2"));
        var turn = await _worker.TurnAsync();
        await _worker.AnswerAsync(turn, Actions.Complete(turn.WorkflowRequest.NewEvents[^1].TaskCompleted.Result));

        Assert.Equal("1", (await _sidecar.EndAsync("o1")).Output);
        var history = await _sidecar.Client.GetInstanceHistoryAsync(new GetInstanceHistoryRequest { InstanceId = "o1" });
        Assert.Equal("WorkflowStarted ExecutionStarted TaskScheduled WorkflowStarted TaskCompleted ExecutionCompleted", history.Events.Kinds());
    }

    [Fact]
    public async Task Turn_SchedulesTheSameAgain_FailsTheWorkflow()
    {
        var starting = _sidecar.ScheduleAsync("order", id: "o1");
        await _worker.AnswerAsync(await _worker.TurnAsync(), Actions.Call(0, "pay"));
        await starting;
        await _worker.CompleteAsync(await _worker.ActivityAsync());

        await _worker.AnswerAsync(await _worker.TurnAsync(), Actions.Call(0, "pay"));

        var end = await _sidecar.EndAsync("o1");
        Assert.Equal(OrchestrationStatus.Failed, end.WorkflowStatus);
        Assert.Contains("not deterministic", end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.False(_worker.HasActivity);
    }

    [Fact]
    public async Task Worker_ThatKeepsHistory_GetsOnlyWhatIsNew()
    {
        await _worker.DisposeAsync();
        await using var keeping = await TestWorker.ConnectAsync(_sidecar.Client, WorkerCapability.StatefulHistory);
        var starting = _sidecar.ScheduleAsync("listen", id: "l1");
        await keeping.AnswerAsync(await keeping.TurnAsync());
        await starting;
        await _sidecar.RaiseAsync("l1", "a");
        await keeping.AnswerAsync(await keeping.TurnAsync());
        await _sidecar.RaiseAsync("l1", "b");

        var third = await keeping.TurnAsync();

        Assert.Equal(2, third.WorkflowRequest.CachedHistory.EventCount);
        Assert.Equal("WorkflowStarted EventRaised", third.WorkflowRequest.PastEvents.Kinds());
    }

    [Fact]
    public async Task History_ShownToAChild_IsThereInEveryTurnAndGoesOnToItsActivities()
    {
        var child = Actions.Child(0, "child", "kid");
        child.CreateChildWorkflow.HistoryPropagationScope = HistoryPropagationScope.OwnHistory;
        var starting = _sidecar.ScheduleAsync("parent", id: "top");
        await _worker.AnswerAsync(await _worker.TurnAsync(), child);
        await starting;
        var first = await _worker.TurnAsync();
        var shown = Assert.Single(first.WorkflowRequest.PropagatedHistory.Chunks);
        Assert.Equal(("app", "top", "parent"), (shown.AppId, shown.InstanceId, shown.WorkflowName));
        Assert.Equal(
            "WorkflowStarted ExecutionStarted ChildWorkflowInstanceCreated", shown.RawEvents.Select(raw => HistoryEvent.Parser.ParseFrom(raw)).Kinds());

        var call = Actions.Call(0, "look");
        call.ScheduleTask.HistoryPropagationScope = HistoryPropagationScope.Lineage;
        await _worker.AnswerAsync(first, call, Actions.Call(1, "blind"));

        var activities = new[] { await _worker.ActivityAsync(), await _worker.ActivityAsync() }.ToDictionary(item => item.ActivityRequest.Name);
        Assert.Equal(["top", "kid"], activities["look"].ActivityRequest.PropagatedHistory.Chunks.Select(chunk => chunk.InstanceId));
        Assert.Null(activities["blind"].ActivityRequest.PropagatedHistory);
        await _worker.CompleteAsync(activities["look"]);
        Assert.Single((await _worker.TurnAsync()).WorkflowRequest.PropagatedHistory.Chunks);
    }
}
