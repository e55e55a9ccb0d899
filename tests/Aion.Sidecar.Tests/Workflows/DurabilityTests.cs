using Aion.Testing;
using DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Time.Testing;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>What a host finds when it starts on what another one left.</summary>
public sealed class DurabilityTests
{
    [Fact]
    public async Task Start_WithoutAWorker_IsKeptOverARestart()
    {
        await using var sidecar = await WorkflowFixture.StartAsync();
        await sidecar.ScheduleAsync("order", "1", "o1");
        await sidecar.RaiseAsync("o1", "a", "2");
        Assert.Equal(OrchestrationStatus.Pending, (await sidecar.GetAsync("o1")).WorkflowStatus);

        await sidecar.RestartAsync();
        await using var worker = await TestWorker.ConnectAsync(sidecar.Client);

        var turn = await worker.TurnAsync();
        Assert.Equal("WorkflowStarted ExecutionStarted EventRaised", turn.WorkflowRequest.NewEvents.Kinds());
    }

    [Fact]
    public async Task Turn_NotAnswered_IsGivenAgainAfterARestart()
    {
        await using var sidecar = await WorkflowFixture.StartAsync();
        await using (var worker = await TestWorker.ConnectAsync(sidecar.Client))
        {
            var starting = sidecar.ScheduleAsync("order", id: "o1");
            await worker.AnswerAsync(await worker.TurnAsync(), Actions.Call(0, "pay"));
            await starting;
            await worker.CompleteAsync(await worker.ActivityAsync(), "paid");
            await worker.TurnAsync();
        }

        await sidecar.RestartAsync();
        await using var next = await TestWorker.ConnectAsync(sidecar.Client);

        var turn = await next.TurnAsync();
        Assert.Equal("WorkflowStarted ExecutionStarted TaskScheduled", turn.WorkflowRequest.PastEvents.Kinds());
        Assert.Equal("paid", turn.WorkflowRequest.NewEvents[1].TaskCompleted.Result);
        Assert.False(next.HasActivity);
        await next.AnswerAsync(turn, Actions.Complete("done"));
        Assert.Equal("done", (await sidecar.EndAsync("o1")).Output);
    }

    [Fact]
    public async Task Activity_NotAnswered_IsGivenAgainAfterARestart()
    {
        await using var sidecar = await WorkflowFixture.StartAsync();
        await using (var worker = await TestWorker.ConnectAsync(sidecar.Client))
        {
            var starting = sidecar.ScheduleAsync("order", id: "o1");
            await worker.AnswerAsync(await worker.TurnAsync(), Actions.Call(0, "pay", "5"));
            await starting;
            await worker.ActivityAsync();
        }

        await sidecar.RestartAsync();
        await using var next = await TestWorker.ConnectAsync(sidecar.Client);

        var activity = await next.ActivityAsync();
        Assert.Equal(("o1", "pay", "5"), (activity.ActivityRequest.WorkflowInstance.InstanceId, activity.ActivityRequest.Name, activity.ActivityRequest.Input));
        Assert.False(next.HasTurn);
    }

    [Fact]
    public async Task Timer_FiresWhenDueAndNotBefore_AlsoAfterARestart()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var sidecar = await WorkflowFixture.StartAsync(time: time);
        await using (var worker = await TestWorker.ConnectAsync(sidecar.Client))
        {
            foreach (var (id, minutes) in new[] { ("late", 90), ("soon", 10) })
            {
                var starting = sidecar.ScheduleAsync("sleep", id: id);
                await worker.AnswerAsync(await worker.TurnAsync(), Actions.Timer(0, time.GetUtcNow().AddMinutes(minutes)));
                await starting;
            }

            time.Advance(TimeSpan.FromMinutes(9));
            await sidecar.RaiseAsync("late", "sync");
            await worker.AnswerAsync(await worker.TurnAsync());
            Assert.False(worker.HasTurn);
            time.Advance(TimeSpan.FromMinutes(1));
            var soon = await worker.TurnAsync();
            Assert.Equal(("soon", 0), (soon.WorkflowRequest.InstanceId, soon.WorkflowRequest.NewEvents[1].TimerFired.TimerId));
            await worker.AnswerAsync(soon, Actions.Complete());
        }

        await sidecar.EndAsync("soon");
        await sidecar.Host.DisposeAsync();
        time.Advance(TimeSpan.FromHours(2));
        await sidecar.StartAsync();
        await using var next = await TestWorker.ConnectAsync(sidecar.Client);

        Assert.Equal("late", (await next.TurnAsync()).WorkflowRequest.InstanceId);
    }

    [Fact]
    public async Task ScheduledStart_WaitsForItsTime_AndTerminationDoesNot()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var sidecar = await WorkflowFixture.StartAsync(time: time);
        await using var worker = await TestWorker.ConnectAsync(sidecar.Client);
        var at = Timestamp.FromDateTimeOffset(time.GetUtcNow().AddHours(1));
        await sidecar.Client.StartInstanceAsync(new CreateInstanceRequest { InstanceId = "later", Name = "order", ScheduledStartTimestamp = at });
        await sidecar.Client.StartInstanceAsync(new CreateInstanceRequest { InstanceId = "never", Name = "order", ScheduledStartTimestamp = at });
        await sidecar.RaiseAsync("later", "early");

        var terminating = sidecar.Client.TerminateInstanceAsync(new TerminateRequest { InstanceId = "never" });
        var ended = await worker.TurnAsync();
        Assert.Equal(("never", "WorkflowStarted ExecutionStarted ExecutionTerminated"), (ended.WorkflowRequest.InstanceId, ended.WorkflowRequest.NewEvents.Kinds()));
        await worker.AnswerAsync(ended);
        await terminating.ResponseAsync.Within30s();
        Assert.False(worker.HasTurn);
        time.Advance(TimeSpan.FromHours(1));

        var turn = await worker.TurnAsync();
        Assert.Equal(("later", "WorkflowStarted ExecutionStarted EventRaised"), (turn.WorkflowRequest.InstanceId, turn.WorkflowRequest.NewEvents.Kinds()));
    }
}
