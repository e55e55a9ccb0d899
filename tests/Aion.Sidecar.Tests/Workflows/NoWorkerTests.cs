using Aion.Testing;
using DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>What clients are told while an app has no workflow worker, or its workflow has not begun.</summary>
public sealed class NoWorkerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private WorkflowFixture _sidecar = null!;

    public async Task InitializeAsync() => _sidecar = await WorkflowFixture.StartAsync(time: _time);

    public async Task DisposeAsync() => await _sidecar.DisposeAsync();

    [Fact]
    public async Task Requests_ThatNeedAWorker_FailAndTakeEffectWhenOneComes()
    {
        await _sidecar.ScheduleAsync("listen", id: "one");

        await AssertNoWorkerAsync(_sidecar.Client.SuspendInstanceAsync(new SuspendRequest { InstanceId = "one" }).ResponseAsync);
        await AssertNoWorkerAsync(_sidecar.Client.TerminateInstanceAsync(new TerminateRequest { InstanceId = "one", Output = "\"stop\"" }).ResponseAsync);
        await _sidecar.RaiseAsync("one", "go").Within30s();

        await using var worker = await TestWorker.ConnectAsync(_sidecar.Client);
        var turn = await worker.TurnAsync();
        Assert.Equal("WorkflowStarted ExecutionStarted ExecutionSuspended ExecutionTerminated EventRaised", turn.WorkflowRequest.NewEvents.Kinds());
        await worker.AnswerAsync(turn);
        Assert.Equal((OrchestrationStatus.Terminated, "\"stop\""), Outcome(await _sidecar.EndAsync("one")));
    }

    [Fact]
    public async Task Requests_WhoseWorkerGoes_EndAsSoonAsItIsMissed()
    {
        var worker = await TestWorker.ConnectAsync(_sidecar.Client);
        var starting = _sidecar.ScheduleAsync("listen", id: "one");
        await worker.TurnAsync();
        var terminating = _sidecar.Client.TerminateInstanceAsync(new TerminateRequest { InstanceId = "one" }).ResponseAsync;

        await worker.DisposeAsync();

        await AssertNoWorkerAsync(terminating);
        await PassTimeAsync(starting);
        Assert.Equal("one", await starting);
    }

    [Fact]
    public async Task Requests_ToAnInstanceThatIsUnknown_FailAtOnce()
    {
        var terminating = _sidecar.Client.TerminateInstanceAsync(new TerminateRequest { InstanceId = "none" }).ResponseAsync;

        Assert.Equal("no such instance exists", (await Assert.ThrowsAsync<RpcException>(() => terminating.Within30s())).Status.Detail);
    }

    [Fact]
    public async Task Resume_OfAWorkflowWhoseStartIsNotDue_DoesNotStartIt()
    {
        await using var worker = await TestWorker.ConnectAsync(_sidecar.Client);
        var due = Timestamp.FromDateTimeOffset(_time.GetUtcNow().AddHours(1));
        await _sidecar.Client.StartInstanceAsync(new CreateInstanceRequest { InstanceId = "later", Name = "listen", ScheduledStartTimestamp = due });

        await _sidecar.Client.SuspendInstanceAsync(new SuspendRequest { InstanceId = "later" }).ResponseAsync.Within30s();
        await _sidecar.Client.ResumeInstanceAsync(new ResumeRequest { InstanceId = "later" }).ResponseAsync.Within30s();
        var starting = _sidecar.ScheduleAsync("listen", id: "now");

        var first = await worker.TurnAsync();
        Assert.Equal("now", first.WorkflowRequest.InstanceId);
        await worker.AnswerAsync(first);
        await starting.Within30s();
        _time.Advance(TimeSpan.FromHours(2));
        var second = await worker.TurnAsync();
        Assert.Equal("WorkflowStarted ExecutionStarted ExecutionSuspended ExecutionResumed", second.WorkflowRequest.NewEvents.Kinds());
    }

    private static (OrchestrationStatus Status, string Output) Outcome(WorkflowState state) => (state.WorkflowStatus, state.Output);

    private async Task AssertNoWorkerAsync(Task call)
    {
        await PassTimeAsync(call);
        var refused = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.StartsWith("did not find address for actor 'dapr.internal.default.app.workflow/one'", refused.Status.Detail, StringComparison.Ordinal);
    }

    /// <summary>Nothing but time ends the call, and it says to nobody from when it counts.</summary>
    private Task PassTimeAsync(Task call) => Eventually.HoldsAsync(() =>
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return call.IsCompleted;
    });
}
