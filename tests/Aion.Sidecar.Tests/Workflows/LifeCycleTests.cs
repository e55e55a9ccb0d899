using Aion.Testing;
using DurableTask.Protocol;
using Grpc.Core;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>Starting, ending, suspending and continuing instances.</summary>
public sealed class LifeCycleTests : IAsyncLifetime
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
    public async Task Start_OfAnIdThatRuns_IsRefusedAndOfOneThatEndedIsANewRun()
    {
        await RunAsync("one", "listen");
        var refused = await Assert.ThrowsAsync<RpcException>(() => _sidecar.ScheduleAsync("listen", id: "one"));
        Assert.Equal(StatusCode.AlreadyExists, refused.StatusCode);
        await _sidecar.RaiseAsync("one", "end");
        await _worker.AnswerAsync(await _worker.TurnAsync(), Actions.Complete("1"));

        var first = (await _sidecar.EndAsync("one")).ExecutionId;
        var strict = new CreateInstanceRequest { InstanceId = "one", Name = "listen", EnforceUniqueInstanceId = true };
        Assert.Equal(StatusCode.AlreadyExists, (await Assert.ThrowsAsync<RpcException>(async () => await _sidecar.Client.StartInstanceAsync(strict))).StatusCode);
        await RunAsync("one", "listen");

        var state = await _sidecar.GetAsync("one");
        Assert.Equal(OrchestrationStatus.Running, state.WorkflowStatus);
        Assert.NotEqual(first, state.ExecutionId);
    }

    [Fact]
    public async Task Suspend_EventsWaitUntilResume()
    {
        await RunAsync("one", "listen");
        var suspending = _sidecar.Client.SuspendInstanceAsync(new SuspendRequest { InstanceId = "one", Reason = "lunch" });
        var turn = await _worker.TurnAsync();
        Assert.Equal("lunch", turn.WorkflowRequest.NewEvents[^1].ExecutionSuspended.Input);
        await _worker.AnswerAsync(turn);
        await suspending.ResponseAsync.Within30s();
        Assert.Equal(OrchestrationStatus.Suspended, (await _sidecar.GetAsync("one")).WorkflowStatus);
        await _sidecar.RaiseAsync("one", "a");

        var resuming = _sidecar.Client.ResumeInstanceAsync(new ResumeRequest { InstanceId = "one" });
        var next = await _worker.TurnAsync();

        Assert.Equal("WorkflowStarted EventRaised ExecutionResumed", next.WorkflowRequest.NewEvents.Kinds());
        await _worker.AnswerAsync(next);
        await resuming.ResponseAsync.Within30s();
        Assert.Equal(OrchestrationStatus.Running, (await _sidecar.GetAsync("one")).WorkflowStatus);
    }

    [Fact]
    public async Task Terminate_WorkerDoesNotObey_EndsTheInstanceAndItsChildren()
    {
        await RunAsync("parent", "parent", Actions.Child(0, "child", "kid"));
        await _worker.AnswerAsync(await _worker.TurnAsync());

        var terminating = _sidecar.Client.TerminateInstanceAsync(new TerminateRequest { InstanceId = "parent", Output = "\"stop\"", Recursive = true });
        await _worker.AnswerAsync(await _worker.TurnAsync(), Actions.Call(1, "late"));
        await terminating.ResponseAsync.Within30s();
        var childTurn = await _worker.TurnAsync();
        Assert.Equal("kid", childTurn.WorkflowRequest.InstanceId);
        Assert.True(childTurn.WorkflowRequest.NewEvents[^1].ExecutionTerminated.Recurse);
        await _worker.AnswerAsync(childTurn);

        Assert.Equal((OrchestrationStatus.Terminated, "\"stop\""), Outcome(await _sidecar.EndAsync("parent")));
        Assert.Equal(OrchestrationStatus.Terminated, (await _sidecar.EndAsync("kid")).WorkflowStatus);
        Assert.False(_worker.HasActivity);
    }

    [Fact]
    public async Task Terminate_InTheTurnThatContinuesAsNew_Wins()
    {
        await RunAsync("one", "listen");
        await _sidecar.RaiseAsync("one", "a");
        var turn = await _worker.TurnAsync();
        await _worker.AnswerAsync(turn);
        var terminating = _sidecar.Client.TerminateInstanceAsync(new TerminateRequest { InstanceId = "one" });

        await _worker.AnswerAsync(await _worker.TurnAsync(), Actions.ContinueAsNew("2"));

        await terminating.ResponseAsync.Within30s();
        Assert.Equal(OrchestrationStatus.Terminated, (await _sidecar.GetAsync("one")).WorkflowStatus);
    }

    [Fact]
    public async Task ContinueAsNew_BeginsWithCarriedEventsAndDropsWhatTheFormerRunScheduled()
    {
        await RunAsync("one", "loop", Actions.Call(0, "slow"), Actions.Timer(1, DateTimeOffset.UtcNow.AddHours(1)));
        var slow = await _worker.ActivityAsync();
        await _sidecar.RaiseAsync("one", "a", "1");
        var turn = await _worker.TurnAsync();
        await _sidecar.RaiseAsync("one", "b", "2");
        await _worker.AnswerAsync(turn, Actions.ContinueAsNew("7", turn.WorkflowRequest.NewEvents[^1]));

        var fresh = await _worker.TurnAsync();
        Assert.Empty(fresh.WorkflowRequest.PastEvents);
        Assert.Equal("WorkflowStarted ExecutionStarted EventRaised EventRaised", fresh.WorkflowRequest.NewEvents.Kinds());
        Assert.Equal("7", fresh.WorkflowRequest.NewEvents[1].ExecutionStarted.Input);
        Assert.Equal(["a", "b"], fresh.WorkflowRequest.NewEvents.Skip(2).Select(message => message.EventRaised.Name));
        Assert.NotEqual(turn.WorkflowRequest.ExecutionId, fresh.WorkflowRequest.ExecutionId);
        await _worker.AnswerAsync(fresh, Actions.Call(0, "quick"));
        await _worker.CompleteAsync(slow, "of the former run");
        await _worker.CompleteAsync(await _worker.ActivityAsync(), "of this run");

        var last = await _worker.TurnAsync();
        Assert.Equal("of this run", Assert.Single(last.WorkflowRequest.NewEvents, message => message.TaskCompleted is not null).TaskCompleted.Result);
    }

    [Fact]
    public async Task Child_EndsOrFails_TellsItsParent()
    {
        await RunAsync("parent", "parent", Actions.Child(0, "good", input: "5"), Actions.Child(1, "bad"));
        for (var i = 0; i < 2; i++)
        {
            var turn = await _worker.TurnAsync();
            var start = turn.WorkflowRequest.NewEvents[1].ExecutionStarted;
            Assert.Equal("parent", start.ParentInstance.WorkflowInstance.InstanceId);
            await _worker.AnswerAsync(turn, start.Name == "good" ? Actions.Complete(start.Input) : Failure("bad luck"));
        }

        var results = new List<HistoryEvent>();
        while (results.Count < 2)
        {
            var turn = await _worker.TurnAsync();
            results.AddRange(turn.WorkflowRequest.NewEvents.Skip(1));
            await _worker.AnswerAsync(turn);
        }

        Assert.Equal("5", Assert.Single(results, message => message.ChildWorkflowInstanceCompleted is not null).ChildWorkflowInstanceCompleted.Result);
        var failed = Assert.Single(results, message => message.ChildWorkflowInstanceFailed is not null).ChildWorkflowInstanceFailed;
        Assert.Equal((1, "bad luck"), (failed.TaskScheduledId, failed.FailureDetails.ErrorMessage));
        Assert.Equal("good", (await _sidecar.GetAsync("parent:0000")).Name);
    }

    [Fact]
    public async Task Child_WithAnIdThatRuns_FailsInTheParent()
    {
        await RunAsync("taken", "listen");
        await RunAsync("parent", "parent", Actions.Child(0, "child", "taken"));

        var turn = await _worker.TurnAsync();

        Assert.Contains("already exists", turn.WorkflowRequest.NewEvents[1].ChildWorkflowInstanceFailed.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OfAnIdThatWasItsOwnChild_IsANewRun()
    {
        var starting = _sidecar.ScheduleAsync("own", id: "one");
        await _worker.AnswerAsync(await _worker.TurnAsync(), Actions.Child(0, "own", "one"));
        await starting.Within30s();
        var refused = await _worker.TurnAsync();
        Assert.NotNull(refused.WorkflowRequest.NewEvents[^1].ChildWorkflowInstanceFailed);
        await _worker.AnswerAsync(refused, Actions.Complete("first"));

        starting = _sidecar.ScheduleAsync("own", id: "one");
        await _worker.AnswerAsync(await _worker.TurnAsync(), Actions.Complete("second"));
        await starting.Within30s();

        Assert.Equal("second", (await _sidecar.EndAsync("one")).Output);
    }

    private static WorkflowAction Failure(string message) => new()
    {
        Id = 99,
        CompleteWorkflow = new CompleteWorkflowAction
        {
            WorkflowStatus = OrchestrationStatus.Failed,
            FailureDetails = new TaskFailureDetails { ErrorType = "Test", ErrorMessage = message },
        },
    };

    private static (OrchestrationStatus Status, string Output) Outcome(WorkflowState state) => (state.WorkflowStatus, state.Output);

    /// <summary>Starts an instance and has its first turn answered.</summary>
    private async Task RunAsync(string id, string name, params WorkflowAction[] actions)
    {
        var starting = _sidecar.ScheduleAsync(name, id: id);
        await _worker.AnswerAsync(await _worker.TurnAsync(), actions);
        await starting.Within30s();
    }
}
