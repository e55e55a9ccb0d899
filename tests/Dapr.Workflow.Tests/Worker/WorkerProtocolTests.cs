using System.Text.Json;
using Aion.Testing;
using Dapr.Workflow.Worker;
using DurableTask.Protocol;
using Grpc.Core;

namespace Dapr.Workflow.Tests.Worker;

public sealed class WorkerProtocolTests
{
    [Fact]
    public async Task Turn_IsAnsweredWithItsToken()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var worker = await WorkerHost.StartAsync(sidecar.Port, static options => options.RegisterWorkflow<int, int>("Double", DoubleAsync));
        var stream = await sidecar.NextStreamAsync();

        await stream.SendTurnAsync("i1", "double", "21");

        var answer = await sidecar.NextTurnAsync();
        Assert.Equal("turn of i1", answer.CompletionToken);
        Assert.Equal("i1", answer.InstanceId);
        Assert.Equal("42", answer.Actions.Single().CompleteWorkflow.Result);
    }

    [Fact]
    public async Task Turn_WhoseHistoryIsLeftOut_AsksForIt()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        sidecar.Hub.Histories["i1"] = new GetInstanceHistoryResponse
        {
            Events =
            {
                new HistoryEvent { Timestamp = new() { Seconds = 1 }, WorkflowStarted = new WorkflowStartedEvent() },
                new HistoryEvent { ExecutionStarted = new ExecutionStartedEvent { Name = "Double", Input = "4" } },
            },
        };
        await using var worker = await WorkerHost.StartAsync(sidecar.Port, static options => options.RegisterWorkflow<int, int>("Double", DoubleAsync));
        var stream = await sidecar.NextStreamAsync();

        await stream.SendAsync(new WorkItem
        {
            WorkflowRequest = new WorkflowRequest
            {
                InstanceId = "i1",
                RequiresHistoryStreaming = true,
                NewEvents = { new HistoryEvent { Timestamp = new() { Seconds = 2 }, WorkflowStarted = new WorkflowStartedEvent() } },
            },
        });

        Assert.Equal("8", (await sidecar.NextTurnAsync()).Actions.Single().CompleteWorkflow.Result);
    }

    [Fact]
    public async Task Activity_IsToldWhichCallItServes()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var worker = await WorkerHost.StartAsync(sidecar.Port, static options => options.RegisterActivity<int, string>(
            "Who", static (context, input) => Task.FromResult($"{context.Identifier} {context.InstanceId} {context.TaskExecutionKey} {input}")));
        var stream = await sidecar.NextStreamAsync();

        await stream.SendActivityAsync("i1", "Who", "5");

        var answer = await sidecar.NextActivityAsync();
        Assert.Equal("Who i1 call-i1 5", JsonSerializer.Deserialize<string>(answer.Result));
        Assert.Equal(("i1", 3, "token"), (answer.InstanceId, answer.TaskId, answer.CompletionToken));
    }

    [Fact]
    public async Task Activity_ThatThrows_IsAnsweredWithTheException()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var worker = await WorkerHost.StartAsync(sidecar.Port, static options => options.RegisterActivity<int, string>(
            "Burn", static (_, _) => throw new IOException("disk full", new InvalidDataException("why"))));
        var stream = await sidecar.NextStreamAsync();

        await stream.SendActivityAsync("i1", "Burn", "5");

        var failure = (await sidecar.NextActivityAsync()).FailureDetails;
        Assert.Equal(("System.IO.IOException", "disk full"), (failure.ErrorType, failure.ErrorMessage));
        Assert.Contains(nameof(WorkerProtocolTests), failure.StackTrace, StringComparison.Ordinal);
        Assert.Equal("why", failure.InnerFailure.ErrorMessage);
    }

    [Fact]
    public async Task Activity_ThatIsNotRegistered_IsAnsweredWithThoseThatAre()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var worker = await WorkerHost.StartAsync(sidecar.Port, static options =>
        {
            options.RegisterActivity<int, int>("B", static (_, n) => Task.FromResult(n));
            options.RegisterActivity<int, int>("A", static (_, n) => Task.FromResult(n));
        });
        var stream = await sidecar.NextStreamAsync();

        await stream.SendActivityAsync("i1", "C", "");

        Assert.Equal("Activity 'C' is not registered in this app. Registered: A, B.", (await sidecar.NextActivityAsync()).FailureDetails.ErrorMessage);
    }

    [Fact]
    public async Task Activity_GivenOutAgainWhileItRuns_IsAnsweredTwice()
    {
        var runs = 0;
        var release = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var worker = await WorkerHost.StartAsync(sidecar.Port, options => options.RegisterActivity<int, string>("Slow", (_, _) =>
        {
            Interlocked.Increment(ref runs);
            return release.Task;
        }));
        var first = await sidecar.NextStreamAsync();
        await first.SendActivityAsync("i1", "Slow", "1", "first");
        await Eventually.HoldsAsync(() => Volatile.Read(ref runs) == 1);
        first.Close();
        var second = await sidecar.NextStreamAsync();
        await second.SendActivityAsync("i1", "Slow", "1", "second");
        await second.SendActivityAsync("i2", "Slow", "1", "other");
        await Eventually.HoldsAsync(() => Volatile.Read(ref runs) >= 2);

        release.SetResult("done");

        string[] tokens = [(await sidecar.NextActivityAsync()).CompletionToken, (await sidecar.NextActivityAsync()).CompletionToken, (await sidecar.NextActivityAsync()).CompletionToken];
        Assert.Equal(["first", "other", "second"], tokens.Order());
    }

    [Fact]
    public async Task Activity_BegunAgainWhileItRuns_RunsOnce()
    {
        var runs = 0;
        var release = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var worker = await WorkerHost.StartAsync(sidecar.Port, options => options.RegisterActivity<int, string>("Slow", (_, _) =>
        {
            runs++;
            return release.Task;
        }));
        var runner = worker.Get<ActivityRunner>();

        // Each is at work when the call returns; over the stream that could not be told of the second one.
        var answers = new[] { "i1", "i1", "i2" }.Select(instance => runner.RunAsync(new ActivityRequest
        {
            Name = "Slow",
            Input = "1",
            TaskId = 3,
            WorkflowInstance = new WorkflowInstance { InstanceId = instance },
        })).ToList();
        Assert.Equal(2, runs);
        release.SetResult("done");

        Assert.Equal(["i1", "i1", "i2"], (await Task.WhenAll(answers).Within30s()).Select(answer => answer.InstanceId));
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task Stream_WhenTheSidecarIsRestarted_IsOpenedAgain()
    {
        var sidecar = await FakeSidecar.StartAsync();
        await using var worker = await WorkerHost.StartAsync(sidecar.Port, static options => options.RegisterWorkflow<int, int>("Double", DoubleAsync));
        await sidecar.NextStreamAsync();
        await sidecar.DisposeAsync();

        await using var next = await FakeSidecar.StartAsync(sidecar.Port);
        var stream = await next.NextStreamAsync();

        await stream.SendTurnAsync("i1", "Double", "1");
        Assert.Equal("2", (await next.NextTurnAsync()).Actions.Single().CompleteWorkflow.Result);
    }

    [Fact]
    public async Task TwoApps_InOneProcess_HaveTheirOwnSidecarAndToken()
    {
        await using var one = await FakeSidecar.StartAsync();
        await using var two = await FakeSidecar.StartAsync();
        await using var first = await WorkerHost.StartAsync(one.Port, static _ => { }, "token of one");
        await using var second = await WorkerHost.StartAsync(two.Port, static _ => { });

        Assert.Equal("token of one", (await one.NextStreamAsync()).Token);
        Assert.Null((await two.NextStreamAsync()).Token);
    }

    [Fact]
    public async Task Stop_FinishesWhatRunsAndBeginsNothing()
    {
        var release = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var worker = await WorkerHost.StartAsync(sidecar.Port, options => options.RegisterActivity<int, int>("Slow", (_, _) =>
        {
            began.TrySetResult();
            return release.Task;
        }));
        var stream = await sidecar.NextStreamAsync();
        await stream.SendActivityAsync("i1", "Slow", "1");
        await began.Task.Within30s();

        var stop = worker.StopAsync();
        await stream.SendActivityAsync("i2", "Slow", "1");
        Assert.False(stream.Closed.IsCompleted);
        release.SetResult(1);

        await stop.Within30s();
        await stream.Closed.Within30s();
        Assert.Equal("i1", (await sidecar.NextActivityAsync()).InstanceId);
        Assert.False(sidecar.Hub.Activities.TryRead(out _));
    }

    [Fact]
    public async Task Wait_InterruptedBySidecarRestarts_GoesOn()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        sidecar.Hub.Waits.Enqueue(static () => throw new RpcException(new Status(StatusCode.Unavailable, "restarting")));
        sidecar.Hub.Waits.Enqueue(static () => new GetInstanceResponse
        {
            Exists = true,
            WorkflowState = new DurableTask.Protocol.WorkflowState { Name = "W", WorkflowStatus = OrchestrationStatus.Completed, Output = "7" },
        });
        await using var worker = await WorkerHost.StartAsync(sidecar.Port, static _ => { });

        var state = await worker.Client.WaitForWorkflowCompletionAsync("i1").Within30s();

        Assert.Equal((true, 7), (state.IsWorkflowCompleted, state.ReadOutputAs<int>()));
        var missing = await Assert.ThrowsAsync<InvalidOperationException>(() => worker.Client.WaitForWorkflowCompletionAsync("i2")).Within30s();
        Assert.Contains("i2", missing.Message, StringComparison.Ordinal);
    }

    private static Task<int> DoubleAsync(WorkflowContext context, int input) => Task.FromResult(2 * input);
}
