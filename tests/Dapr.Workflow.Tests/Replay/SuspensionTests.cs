using DurableTask.Protocol;

namespace Dapr.Workflow.Tests.Replay;

public sealed class SuspensionTests
{
    [Fact]
    public void Suspended_WhateverHappens_DoesNothingUntilResumed()
    {
        var instance = TwoActivities();
        instance.Start();
        Assert.Empty(instance.Turn(Entry.Suspended()).Actions);
        Assert.Empty(instance.Turn(Entry.Completed(0, 1)).Actions);

        Assert.Equal(["1 activity B"], instance.Turn(Entry.Resumed()).InShort());
        Assert.Equal(3, instance.Turn(Entry.Completed(1, 2)).Output<int>());
    }

    [Fact]
    public void Suspended_InTheTurnOfAnOutcome_ActsAfterTheResumption()
    {
        var instance = TwoActivities();
        instance.Start();
        Assert.Empty(instance.Turn(Entry.Completed(0, 1), Entry.Suspended()).Actions);

        Assert.Equal(["1 activity B"], instance.Turn(Entry.Resumed()).InShort());
        Assert.Equal(3, instance.Turn(Entry.Completed(1, 2)).Output<int>());
    }

    [Fact]
    public void SuspendedTwice_OneResumption_IsEnough()
    {
        var instance = TwoActivities();
        instance.Start();
        instance.Turn(Entry.Suspended());
        instance.Turn(Entry.Suspended(), Entry.Completed(0, 1));

        Assert.Equal(["1 activity B"], instance.Turn(Entry.Resumed()).InShort());
        Assert.Equal(3, instance.Turn(Entry.Completed(1, 2)).Output<int>());
    }

    [Fact]
    public void Suspended_KeepsItsCustomStatus()
    {
        var instance = PlayedInstance.Of<object?, int>(static async (context, _) =>
        {
            context.SetCustomStatus("waiting");
            return await context.CallActivityAsync<int>("A");
        });
        Assert.Equal("\"waiting\"", instance.Start().CustomStatus);

        Assert.Equal("\"waiting\"", instance.Turn(Entry.Suspended()).CustomStatus);
    }

    [Fact]
    public void Terminated_EvenWhenSuspended_EndsWithTheGivenOutput()
    {
        var instance = TwoActivities();
        instance.Start();
        instance.Turn(Entry.Suspended());

        var end = instance.Turn(Entry.Completed(0, 1), Entry.Terminated("enough")).End();

        Assert.Equal(OrchestrationStatus.Terminated, end.WorkflowStatus);
        Assert.Equal("\"enough\"", end.Result);
    }

    private static PlayedInstance TwoActivities() => PlayedInstance.Of<object?, int>(static async (context, _) =>
        await context.CallActivityAsync<int>("A") + await context.CallActivityAsync<int>("B"));
}
