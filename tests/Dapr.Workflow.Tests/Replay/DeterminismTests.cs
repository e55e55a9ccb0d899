using Aion.Testing;
using DurableTask.Protocol;

namespace Dapr.Workflow.Tests.Replay;

public sealed class DeterminismTests
{
    [Fact]
    public void OtherCall_InItsPlace_IsReportedWithBoth()
    {
        var instance = PlayedInstance.Of<object?, int>(static (context, _) => context.CallActivityAsync<int>("Old"));
        instance.Start();
        instance.ReplaceCode<object?, int>(static (context, _) => context.CallActivityAsync<int>("New"));

        AssertReported(instance.Turn(Entry.Completed(0, 1)), "a call of activity 'Old' as action 0, where the code now makes a call of activity 'New'");
    }

    [Fact]
    public void MissingCall_IsReported()
    {
        var instance = PlayedInstance.Of<object?, int>(static (context, _) => context.CallActivityAsync<int>("Old"));
        instance.Start();
        instance.ReplaceCode<object?, int>(static (_, _) => Task.FromResult(1));

        AssertReported(instance.Turn(Entry.Completed(0, 1)), "a call of activity 'Old' as action 0, which the code no longer makes");
    }

    [Fact]
    public void AddedCall_AmongThoseOfAnEarlierTurn_IsReported()
    {
        var instance = PlayedInstance.Of<object?, int>(static (context, _) => context.CallActivityAsync<int>("A"));
        instance.Start();
        instance.ReplaceCode<object?, int>(static async (context, _) =>
        {
            var first = context.CallActivityAsync<int>("A");
            await context.CreateTimer(TimeSpan.FromHours(1));
            return await first;
        });

        AssertReported(instance.Turn(Entry.Completed(0, 1)), "the code now makes a timer as action 1, which its history does not have");
    }

    [Fact]
    public void AddedCall_AfterTheHistory_IsTheNextAction()
    {
        var instance = PlayedInstance.Of<object?, int>(static (context, _) => context.CallActivityAsync<int>("A"));
        instance.Start();
        instance.ReplaceCode<object?, int>(static async (context, _) =>
            await context.CallActivityAsync<int>("A") + await context.CallActivityAsync<int>("B"));

        Assert.Equal(["1 activity B"], instance.Turn(Entry.Completed(0, 1)).InShort());
    }

    [Fact]
    public void NewCode_BehindAPatch_RunsOldInstancesAsBefore()
    {
        var instance = PlayedInstance.Of<object?, int>(static (context, _) => context.CallActivityAsync<int>("Old"));
        instance.Start();
        instance.ReplaceCode<object?, int>(Patched);
        Assert.Equal(1, instance.Turn(Entry.Completed(0, 1)).Output<int>());

        var young = PlayedInstance.Of<object?, int>(Patched);
        var first = young.Start();
        Assert.Equal(["0 activity New"], first.InShort());
        Assert.Equal(["better"], first.Version.Patches);
        Assert.Equal(2, young.Turn(Entry.Completed(0, 2)).Output<int>());
    }

    [Fact]
    public void OldCode_OnAHistoryWithAPatch_DoesNotClaimThePatch()
    {
        var instance = PlayedInstance.Of<object?, int>(Patched);
        instance.Start();
        instance.ReplaceCode<object?, int>(static (context, _) => context.CallActivityAsync<int>("Old"));

        Assert.Null(instance.Turn(Entry.Completed(0, 1)).Version);
    }

    [Fact]
    public void Terminated_WithAPatch_StillClaimsIt()
    {
        var instance = PlayedInstance.Of<object?, int>(Patched);
        instance.Start();

        Assert.Equal(["better"], instance.Turn(Entry.Terminated()).Version.Patches);
    }

    [Fact]
    public void ForeignWait_IsReportedInsteadOfHanging()
    {
        var instance = PlayedInstance.Of<object?, int>(static async (_, _) =>
        {
            await new TaskCompletionSource().Task;
            return 1;
        });

        AssertReported(instance.Start(), "awaited something that is no task of its WorkflowContext");
    }

    [Fact]
    public async Task ForeignThread_IsKeptFromTheContext()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = new TaskCompletionSource<Exception?>();
        var instance = PlayedInstance.Of<object?, int>(async (context, _) =>
        {
            var call = context.CallActivityAsync<int>("A");
            await release.Task;
            seen.SetResult(await Record.ExceptionAsync(() => context.CallActivityAsync("B")));
            return await call;
        });
        Assert.Equal(["0 activity A"], instance.Start().InShort());

        release.SetResult();

        Assert.Contains("CreateTimer", (await seen.Task.Within30s())!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TimeAndIds_AreTheSameInEveryReplay()
    {
        List<string> seen = [];
        var instance = PlayedInstance.Of<object?, int>(async (context, _) =>
        {
            seen.Add($"{context.CurrentUtcDateTime:s} {context.NewGuid()} {context.NewGuid()}");
            await context.CallActivityAsync("A");
            seen.Add($"{context.CurrentUtcDateTime:s}");
            return await context.CallActivityAsync<int>("B");
        });
        instance.Start();
        instance.Turn(Entry.Completed(0));
        instance.Turn(Entry.Completed(1, 1));

        Assert.Equal(seen[0], seen[1]);
        Assert.Equal(seen[0], seen[3]);
        Assert.Equal(seen[2], seen[4]);
        Assert.NotEqual(seen[0].Split(' ')[1], seen[0].Split(' ')[2]);
        Assert.Equal("2026-01-01T00:00:01", seen[0].Split(' ')[0]);
        Assert.Equal("2026-01-01T00:00:02", seen[2]);
    }

    [Fact]
    public void UnknownWorkflow_IsReportedWithTheKnownOnes()
    {
        var instance = PlayedInstance.Of<object?, int>(static (_, _) => Task.FromResult(1));

        var end = instance.Turn(Entry.Started("Typo")).End();

        Assert.Equal("WorkflowNotFound", end.FailureDetails.ErrorType);
        Assert.Equal("Workflow 'Typo' is not registered in this app. Registered: W.", end.FailureDetails.ErrorMessage);
    }

    private static Task<int> Patched(WorkflowContext context, object? input) =>
        context.CallActivityAsync<int>(context.IsPatched("better") ? "New" : "Old");

    private static void AssertReported(WorkflowResponse answer, string difference)
    {
        var end = answer.End();
        Assert.Equal(OrchestrationStatus.Failed, end.WorkflowStatus);
        Assert.Contains(difference, end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("Workflow 'W' (instance 'the-instance')", end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }
}
