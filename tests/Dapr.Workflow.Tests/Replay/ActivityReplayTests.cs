using System.Text.Json;
using DurableTask.Protocol;

namespace Dapr.Workflow.Tests.Replay;

public sealed class ActivityReplayTests
{
    [Fact]
    public void Sequence_OfCalls_AsksForEachOnce()
    {
        var instance = PlayedInstance.Of<int, int>(static async (context, input) =>
        {
            var doubled = await context.CallActivityAsync<int>("Double", input);
            return await context.CallActivityAsync<int>("Increment", doubled);
        });

        var first = instance.Start(20);
        Assert.Equal(["0 activity Double"], first.InShort());
        Assert.Equal("20", first.Actions[0].ScheduleTask.Input);
        Assert.Equal(["1 activity Increment"], instance.Turn(Entry.Completed(0, 40)).InShort());
        Assert.Equal(41, instance.Turn(Entry.Completed(1, 41)).Output<int>());
    }

    [Fact]
    public void FanOut_CompletedInAnyOrder_KeepsTheOrderOfTheCalls()
    {
        var instance = PlayedInstance.Of<object?, string>(static async (context, _) =>
            string.Concat(await Task.WhenAll(Enumerable.Range(0, 3).Select(n => context.CallActivityAsync<string>("Letter", n)))));

        Assert.Equal(["0 activity Letter", "1 activity Letter", "2 activity Letter"], instance.Start().InShort());
        Assert.Empty(instance.Turn(Entry.Completed(2, "c"), Entry.Completed(0, "a")).Actions);
        Assert.Equal("abc", instance.Turn(Entry.Completed(1, "b")).Output<string>());
    }

    [Fact]
    public void Failure_Uncaught_FailsTheInstanceWithItsDetails()
    {
        var instance = PlayedInstance.Of<object?, int>(static (context, _) => context.CallActivityAsync<int>("Burn"));
        instance.Start();

        var end = instance.Turn(Entry.Failed(0, "System.IO.IOException", "No space left")).End();

        Assert.Equal(OrchestrationStatus.Failed, end.WorkflowStatus);
        Assert.Equal(typeof(WorkflowTaskFailedException).FullName, end.FailureDetails.ErrorType);
        Assert.Contains("No space left", end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_Caught_TellsItsCause()
    {
        var instance = PlayedInstance.Of<object?, string>(static async (context, _) =>
        {
            try
            {
                return await context.CallActivityAsync<string>("Burn");
            }
            catch (WorkflowTaskFailedException e)
            {
                return $"{e.FailureDetails.ErrorMessage} {e.FailureDetails.IsCausedBy<IOException>()} {e.FailureDetails.IsCausedBy<TimeZoneNotFoundException>()}";
            }
        });
        instance.Start();

        Assert.Equal("full True False", instance.Turn(Entry.Failed(0, "System.IO.IOException", "full")).Output<string>());
    }

    [Fact]
    public void Retry_AfterFailures_PausesLongerEachTimeAndThenSucceeds()
    {
        var policy = new WorkflowRetryPolicy(3, TimeSpan.FromSeconds(10), 2);
        var instance = PlayedInstance.Of<object?, int>((context, _) =>
            context.CallActivityAsync<int>("Flaky", null, new WorkflowTaskOptions(policy)));

        var first = instance.Start();
        var pause = instance.Turn(Entry.Failed(0, "E", "one"));
        Assert.Equal(["1 timer"], pause.InShort());
        Assert.Equal(12, pause.Actions[0].CreateTimer.FireAt.ToDateTime().Second);
        Assert.Equal(first.Actions[0].ScheduleTask.TaskExecutionId, pause.Actions[0].CreateTimer.ActivityRetry.TaskExecutionId);
        Assert.Equal(["2 activity Flaky"], instance.Turn(Entry.Fired(1)).InShort());
        Assert.Equal(24, instance.Turn(Entry.Failed(2, "E", "two")).Actions[0].CreateTimer.FireAt.ToDateTime().Second);
        Assert.Equal(["4 activity Flaky"], instance.Turn(Entry.Fired(3)).InShort());
        Assert.Equal(7, instance.Turn(Entry.Completed(4, 7)).Output<int>());
    }

    [Fact]
    public void Retry_AfterTheLastAttempt_ThrowsItsFailure()
    {
        var policy = new WorkflowRetryPolicy(2, TimeSpan.FromSeconds(1));
        var instance = PlayedInstance.Of<object?, int>((context, _) =>
            context.CallActivityAsync<int>("Flaky", null, new WorkflowTaskOptions(policy)));
        instance.Start();
        instance.Turn(Entry.Failed(0, "E", "one"));
        instance.Turn(Entry.Fired(1));

        Assert.Contains("two", instance.Turn(Entry.Failed(2, "E", "two")).End().FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Retry_AfterItsTime_DoesNotPauseAgain()
    {
        var policy = new WorkflowRetryPolicy(10, TimeSpan.FromSeconds(1), retryTimeout: TimeSpan.FromSeconds(2));
        var instance = PlayedInstance.Of<object?, int>((context, _) =>
            context.CallActivityAsync<int>("Flaky", null, new WorkflowTaskOptions(policy)));
        instance.Start();
        Assert.Equal(["1 timer"], instance.Turn(Entry.Failed(0, "E", "one")).InShort());
        instance.Turn(Entry.Fired(1));

        Assert.Equal(OrchestrationStatus.Failed, instance.Turn(Entry.Failed(2, "E", "two")).End().WorkflowStatus);
    }

    [Fact]
    public void Outcome_ReportedTwice_CountsOnce()
    {
        var instance = PlayedInstance.Of<object?, JsonElement>(static async (context, _) =>
        {
            await context.CallActivityAsync("A");
            return await context.CallActivityAsync<JsonElement>("B");
        });
        instance.Start();
        instance.Turn(Entry.Completed(0, "first"), Entry.Completed(0, "second"));

        Assert.Equal("b", instance.Turn(Entry.Completed(1, "b")).Output<string>());
    }

    [Fact]
    public void ConfigureAwaitFalse_StaysOnTheTurn()
    {
        var instance = PlayedInstance.Of<object?, int>(static async (context, _) =>
        {
            await context.CallActivityAsync("A").ConfigureAwait(false);
            return await context.CallActivityAsync<int>("B").ConfigureAwait(false);
        });
        instance.Start();

        Assert.Equal(["1 activity B"], instance.Turn(Entry.Completed(0)).InShort());
        Assert.Equal(3, instance.Turn(Entry.Completed(1, 3)).Output<int>());
    }
}
