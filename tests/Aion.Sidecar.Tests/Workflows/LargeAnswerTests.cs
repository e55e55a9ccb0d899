using Aion.Testing;
using DurableTask.Protocol;
using Grpc.Core;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>Answers of workers that are larger than a message may be: SDKs only log the refusal of such a call. And what they ask for.</summary>
public sealed class LargeAnswerTests
{
    private const int Limit = 256 * 1024;
    private static readonly string Large = new('x', 2 * Limit);

    [Fact]
    public async Task Activity_LargerThanAMessage_FailsInTheWorkflow()
    {
        await using var sidecar = await StartAsync();
        await using var worker = await TestWorker.ConnectAsync(sidecar.Client);
        var starting = sidecar.ScheduleAsync("read", id: "one");
        await worker.AnswerAsync(await worker.TurnAsync(), Actions.Call(0, "read"));
        await starting.Within30s();

        await worker.CompleteAsync(await worker.ActivityAsync(), Large);

        var failure = (await worker.TurnAsync()).WorkflowRequest.NewEvents[^1].TaskFailed.FailureDetails;
        Assert.Equal(("AnswerTooLarge", true), (failure.ErrorType, failure.IsNonRetriable));
        Assert.Matches($"takes 5[0-9]{{5}} bytes; .* is {Limit} bytes", failure.ErrorMessage);
    }

    [Fact]
    public async Task Turn_LargerThanAMessage_FailsTheWorkflow()
    {
        await using var sidecar = await StartAsync();
        await using var worker = await TestWorker.ConnectAsync(sidecar.Client);
        var starting = sidecar.ScheduleAsync("read", id: "one");

        await worker.AnswerAsync(await worker.TurnAsync(), Actions.Complete(Large));

        await starting.Within30s();
        var state = await sidecar.EndAsync("one");
        Assert.Equal((OrchestrationStatus.Failed, "AnswerTooLarge"), (state.WorkflowStatus, state.FailureDetails.ErrorType));
    }

    [Fact]
    public async Task Activity_ThatNoWorkerCouldBeGiven_StallsItsWorkflowAlone()
    {
        await using var sidecar = await StartAsync();
        await using var worker = await TestWorker.ConnectAsync(sidecar.Client);
        var starting = sidecar.ScheduleAsync("read", id: "one");

        // The answer itself is just small enough.
        await worker.AnswerAsync(await worker.TurnAsync(), Actions.Call(0, "read", new string('x', Limit - 200)));

        await starting.Within30s();
        Assert.Equal(OrchestrationStatus.Stalled, (await sidecar.GetAsync("one")).WorkflowStatus);
        var next = sidecar.ScheduleAsync("read", id: "two");
        await worker.AnswerAsync(await worker.TurnAsync(), Actions.Call(0, "small"));
        await next.Within30s();
        Assert.Equal("small", (await worker.ActivityAsync()).ActivityRequest.Name);
    }

    [Fact]
    public async Task Answer_FarLargerThanAMessage_IsRefusedAndTold()
    {
        await using var sidecar = await StartAsync();
        sidecar.Log.Expected.UnionWith(["AnswerRefused", "ErrorReadingMessage"]);
        var answer = new ActivityResponse { InstanceId = "one", Result = new string('x', 17 * Limit) };

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await sidecar.Client.CompleteActivityTaskAsync(answer).ResponseAsync.Within30s());

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        await Eventually.HoldsAsync(() => sidecar.Log.Provoked.Contains("AnswerRefused"));
    }

    private static Task<WorkflowFixture> StartAsync() => WorkflowFixture.StartAsync(new SidecarAppOptions { AppId = "app", MaxBodySize = Limit });
}
