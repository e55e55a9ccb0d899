using DurableTask.Protocol;

namespace Dapr.Workflow.Tests.Replay;

public sealed class EventReplayTests
{
    [Fact]
    public void Events_BeforeTheyAreAwaited_AreKeptInOrder()
    {
        var instance = PlayedInstance.Of<object?, string>(static async (context, _) =>
        {
            await context.CallActivityAsync("A");
            return await context.WaitForExternalEventAsync<string>("signal") + await context.WaitForExternalEventAsync<string>("SIGNAL");
        });
        instance.Start();
        Assert.Empty(instance.Turn(Entry.Raised("Signal", "1"), Entry.Raised("signal", "2"), Entry.Raised("signal", "3")).Actions);

        Assert.Equal("12", instance.Turn(Entry.Completed(0)).Output<string>());
    }

    [Fact]
    public void Wait_WithTimeLimit_EndsWithTheEvent()
    {
        var instance = PlayedInstance.Of<object?, string>(static (context, _) =>
            context.WaitForExternalEventAsync<string>("signal", TimeSpan.FromMinutes(1)));
        var first = instance.Start();
        Assert.Equal(["0 timer"], first.InShort());
        Assert.Equal("signal", first.Actions[0].CreateTimer.ExternalEvent.Name);

        Assert.Equal("in time", instance.Turn(Entry.Raised("signal", "in time")).Output<string>());
    }

    [Fact]
    public void Wait_AfterItsTimeLimit_IsCancelledAndTakesNoEvent()
    {
        var instance = PlayedInstance.Of<object?, string>(static async (context, _) =>
        {
            try
            {
                return await context.WaitForExternalEventAsync<string>("signal", TimeSpan.FromMinutes(1));
            }
            catch (TaskCanceledException)
            {
                return "late: " + await context.WaitForExternalEventAsync<string>("signal");
            }
        });
        instance.Start();
        Assert.Empty(instance.Turn(Entry.Fired(0)).Actions);

        Assert.Equal("late: x", instance.Turn(Entry.Raised("signal", "x")).Output<string>());
    }

    [Fact]
    public void Wait_WithoutEnd_HoldsATimerThatNeverFires()
    {
        var instance = PlayedInstance.Of<object?, string>(static (context, _) =>
            context.WaitForExternalEventAsync<string>("signal", Timeout.InfiniteTimeSpan));

        Assert.Equal(9999, instance.Start().Actions[0].CreateTimer.FireAt.ToDateTime().Year);
        Assert.Equal("x", instance.Turn(Entry.Raised("signal", "x")).Output<string>());
    }

    [Fact]
    public void ContinueAsNew_CarriesEventsThatCameBeforeAndAfterIt()
    {
        var instance = PlayedInstance.Of<int, int>(static async (context, count) =>
        {
            var waits = context.WaitForExternalEventAsync<int>("other");
            count += await context.WaitForExternalEventAsync<int>("signal");
            context.ContinueAsNew(count);
            return waits.IsCompleted ? 1 : 0;
        });
        instance.Start(1);

        var end = instance.Turn(Entry.Raised("early", 0), Entry.Raised("signal", 10), Entry.Raised("other", 20), Entry.Raised("signal", 30)).End();

        Assert.Equal(OrchestrationStatus.ContinuedAsNew, end.WorkflowStatus);
        Assert.Equal("11", end.Result);
        Assert.Equal(["early 0", "other 20", "signal 30"], end.CarryoverEvents.Select(static entry => $"{entry.EventRaised.Name} {entry.EventRaised.Input}"));
    }

    [Fact]
    public void ContinueAsNew_WithoutEvents_LeavesThem()
    {
        var instance = PlayedInstance.Of<int, int>(static async (context, _) =>
        {
            await context.WaitForExternalEventAsync<int>("signal");
            context.ContinueAsNew(2, preserveUnprocessedEvents: false);
            return 0;
        });
        instance.Start(1);

        Assert.Empty(instance.Turn(Entry.Raised("signal", 1), Entry.Raised("signal", 2)).End().CarryoverEvents);
    }

    [Fact]
    public void CarriedEvents_AtTheStartOfTheNextRun_AreTaken()
    {
        var instance = PlayedInstance.Of<int, int>(static async (context, count) => count + await context.WaitForExternalEventAsync<int>("signal"));

        Assert.Equal(31, instance.Turn(Entry.Started("W", 1), Entry.Raised("signal", 30)).Output<int>());
    }

    [Fact]
    public void SendEvent_IsAnActionWithoutOutcome()
    {
        var instance = PlayedInstance.Of<object?, int>(static async (context, _) =>
        {
            context.SendEvent("other", "hello", new { n = 1 });
            return await context.CallActivityAsync<int>("A");
        });

        var first = instance.Start();
        Assert.Equal(["0 event hello", "1 activity A"], first.InShort());
        Assert.Equal("{\"n\":1}", first.Actions[0].SendEvent.Data);
        Assert.Equal(5, instance.Turn(Entry.Completed(1, 5)).Output<int>());
    }
}
