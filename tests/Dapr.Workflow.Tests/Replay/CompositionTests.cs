using DurableTask.Protocol;
using Microsoft.Extensions.Logging;

namespace Dapr.Workflow.Tests.Replay;

public sealed class CompositionTests
{
    [Fact]
    public void Child_GetsADeterministicIdAndReturnsItsResult()
    {
        var instance = PlayedInstance.Of<object?, string>(static (context, _) => context.CallChildWorkflowAsync<string>("Child", 4));

        var call = instance.Start().Actions[0].CreateChildWorkflow;
        Assert.Equal("4", call.Input);
        Assert.True(Guid.TryParse(call.InstanceId, out _));
        Assert.Equal("done", instance.Turn(Entry.ChildCompleted(0, "done")).Output<string>());
    }

    [Fact]
    public void Child_Failed_IsThrownWithItsDetails()
    {
        var instance = PlayedInstance.Of<object?, string>(static async (context, _) =>
        {
            try
            {
                return await context.CallChildWorkflowAsync<string>("Child", null, new ChildWorkflowTaskOptions("child-1"));
            }
            catch (WorkflowTaskFailedException e)
            {
                return $"{e.Message}: {e.FailureDetails}";
            }
        });
        Assert.Equal("child-1", instance.Start().Actions[0].CreateChildWorkflow.InstanceId);

        Assert.Equal("Child workflow 'Child' failed: E: broken", instance.Turn(Entry.ChildFailed(0, "E", "broken")).Output<string>());
    }

    [Fact]
    public void Child_WithRetry_IsCalledAgainUnderANewId()
    {
        var policy = new WorkflowRetryPolicy(2, TimeSpan.FromSeconds(1));
        var instance = PlayedInstance.Of<object?, int>((context, _) =>
            context.CallChildWorkflowAsync<int>("Child", null, new ChildWorkflowTaskOptions(RetryPolicy: policy)));
        var first = instance.Start().Actions[0].CreateChildWorkflow.InstanceId;
        Assert.Equal(["1 timer"], instance.Turn(Entry.ChildFailed(0, "E", "broken")).InShort());

        var second = instance.Turn(Entry.Fired(1));

        Assert.Equal(["2 child Child"], second.InShort());
        Assert.NotEqual(first, second.Actions[0].CreateChildWorkflow.InstanceId);
        Assert.Equal(9, instance.Turn(Entry.ChildCompleted(2, 9)).Output<int>());
    }

    [Fact]
    public void Timer_Cancelled_StaysInTheHistoryAndIsIgnored()
    {
        var instance = PlayedInstance.Of<object?, int>(static async (context, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromHours(1), cancel.Token);
            var call = context.CallActivityAsync<int>("A");
            await Task.WhenAny(timer, call);
#pragma warning disable CA1849 // Cancelling from another thread is what a workflow must not do.
            cancel.Cancel();
#pragma warning restore CA1849
            return await context.CallActivityAsync<int>("B");
        });
        Assert.Equal(["0 timer", "1 activity A"], instance.Start().InShort());
        Assert.Equal(["2 activity B"], instance.Turn(Entry.Completed(1, 1)).InShort());
        Assert.Empty(instance.Turn(Entry.Fired(0)).Actions);

        Assert.Equal(2, instance.Turn(Entry.Completed(2, 2)).Output<int>());
    }

    [Fact]
    public void ContinueAsNew_OfARunThatGoesOn_EndsItAllTheSame()
    {
        var instance = PlayedInstance.Of<int, int>(static async (context, count) =>
        {
            context.ContinueAsNew(count + 1);
            await context.CreateTimer(TimeSpan.FromHours(1));
            return 0;
        });

        var answer = instance.Start(1);

        Assert.Equal("ContinuedAsNew 2", answer.InShort()[0]);
    }

    [Fact]
    public void ReplaySafeLogger_WritesEveryLineOnce()
    {
        var lines = new LineCollector();
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(lines));
        var instance = PlayedInstance.Of<object?, int>(
            static async (context, _) =>
            {
                var logger = context.CreateReplaySafeLogger("code");
                Write(logger, "one");
                await context.CallActivityAsync("A");
                Write(logger, "two");
                return await context.CallActivityAsync<int>("B");
            },
            loggers);
        instance.Start();
        instance.Turn(Entry.Completed(0));
        instance.Turn(Entry.Completed(1, 1));

        Assert.Equal(["one", "two"], lines.Lines);
    }

    [Fact]
    public void Input_ThatDoesNotFit_FailsTheInstance()
    {
        var instance = PlayedInstance.Of<int, int>(static (_, input) => Task.FromResult(input));

        var end = instance.Turn(Entry.Started("W", "no number")).End();

        Assert.Equal(OrchestrationStatus.Failed, end.WorkflowStatus);
        Assert.Equal("System.Text.Json.JsonException", end.FailureDetails.ErrorType);
    }

#pragma warning disable CA1848, CA2254 // A line of a workflow under test.
    private static void Write(ILogger logger, string line) => logger.LogInformation(line);
#pragma warning restore CA1848, CA2254
}
