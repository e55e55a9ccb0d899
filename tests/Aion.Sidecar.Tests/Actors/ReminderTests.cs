using System.Net;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>Reminders of the official SDK and of the raw HTTP API.</summary>
public sealed class ReminderTests : ReminderTestBase
{
    [Fact]
    public async Task Reminder_OfTheSdk_FiresItsRepetitionsAndEnds()
    {
        var actor = App.Actor("one");

        await actor.RemindAsync("wake", TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1), 3, "up").Within30s();

        for (var i = 0; i < 3; i++)
            await App.Events.UntilAsync("reminder wake up");
        await Eventually.HoldsAsync(() => Find("wake") is null);
        Assert.Empty(App.Events.Taken());
    }

    [Fact]
    public async Task Reminder_ThatIsSet_CanBeReadAndForgotten()
    {
        var actor = App.Actor("one");
        await actor.RemindAsync("later", TimeSpan.FromHours(2), TimeSpan.FromHours(3), null, "data").Within30s();

        Assert.Equal("data 02:00:00 03:00:00", await actor.GetReminderStateAsync("later").Within30s());
        await actor.ForgetAsync("later").Within30s();

        Assert.Null(Find("later"));
        using var answer = await Http.GetAsync(Path("later"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Reminder_ThatIsHeld_DoesNotOverlapItself()
    {
        await PostAsync("held", """{"dueTime":"0s","period":"20ms","data":"x"}""");
        await App.Events.UntilAsync("reminder held x");

        // Calls of the actor queue up behind it, and so do its own repetitions.
        var call = App.Actor("one").WaitAsync("call");
        await Eventually.HoldsAsync(() => Sidecar.Host.Runtime.Actors.Table.TryGet(new("TestActor", "one"), out var active) && active.Turns.Count == 2);
        Assert.Empty(App.Events.Taken());

        App.Events.Open("call");
        App.Events.Open("held");
        await call.Within30s();
        await App.Events.UntilAsync("reminder held x");
        await DeleteAsync("held");
    }

    [Fact]
    public async Task Reminder_ThatFails_IsTriedAgainAsItsPolicySays()
    {
        await PostAsync("failing", """{"dueTime":"0s","data":"x","failure_policy":{"constant":{"interval":"10ms","maxRetries":2}}}""");
        for (var i = 0; i < 3; i++)
            await App.Events.UntilAsync("reminder failing x");
        await Eventually.HoldsAsync(() => Find("failing") is null);

        await PostAsync("failing2", """{"dueTime":"0s","data":"x","failure_policy":{"drop":{}}}""");
        await App.Events.UntilAsync("reminder failing2 x");
        await Eventually.HoldsAsync(() => Find("failing2") is null);
        Assert.Empty(App.Events.Taken());
    }

    [Fact]
    public async Task Reminder_OfANameThatIsTaken_ReplacesItUnlessToldNotTo()
    {
        await PostAsync("twice", """{"dueTime":"1h","data":1}""");
        await PostAsync("twice", """{"dueTime":"2h","data":2}""");
        Assert.Equal("2h", Find("twice")!.DueTime);

        using var answer = await SendAsync("twice", """{"dueTime":"3h","overwrite":false}""");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("ERR_ACTOR_REMINDER_ALREADY_EXISTS", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("2h", Find("twice")!.DueTime);
    }
}
