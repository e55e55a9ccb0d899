using Aion.Sidecar.Actors.Reminders;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>Reminders over ends of the sidecar and of their host.</summary>
public sealed class ReminderRestartTests : ReminderTestBase
{
    [Fact]
    public async Task Reminder_OverdueAfterARestart_FiresOnceAtOnce()
    {
        await App.Actor("one").RemindAsync("hourly", TimeSpan.FromHours(1), TimeSpan.FromHours(1), null, "x").Within30s();
        await App.Actor("one").RemindAsync("yearly", TimeSpan.FromDays(365), TimeSpan.FromDays(365), null, "y").Within30s();

        Clock.Shift = TimeSpan.FromHours(10.5);
        await RestartAsync();

        await App.Events.UntilAsync("reminder hourly x");
        await Eventually.HoldsAsync(() => Find("hourly") is { Fired: 1 });
        var left = Find("hourly")!.Next - Clock.GetUtcNow();
        Assert.InRange(left, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30));
        Assert.Equal(0, Find("yearly")!.Fired);
        Assert.Empty(App.Events.Taken());
    }

    [Fact]
    public async Task Reminder_WhoseTimeToLiveEndedMeanwhile_DoesNotFire()
    {
        await PostAsync("short", """{"dueTime":"1h","period":"1h","ttl":"2h","data":"x"}""");

        Clock.Shift = TimeSpan.FromHours(10);
        await RestartAsync();

        await Eventually.HoldsAsync(() => Find("short") is null);
        await App.Actor("one").GetAsync().Within30s();
        Assert.DoesNotContain("reminder short x", App.Events.Taken());
        await RestartAsync();
        Assert.Null(Find("short"));
    }

    [Fact]
    public async Task Reminder_ThatEndedBeforeARestart_StaysAway()
    {
        await PostAsync("once", """{"dueTime":"0s","data":"gone"}""");
        await App.Events.UntilAsync("reminder once gone");
        await Eventually.HoldsAsync(() => Find("once") is null);

        await RestartAsync();
        await App.Actor("one").GetAsync().Within30s();

        Assert.Null(Find("once"));
    }

    [Fact]
    public async Task Reminder_WhoseHostIsAway_FiresWhenItIsBack()
    {
        await App.Actor("one").GetAsync().Within30s();
        await App.DisposeAsync();
        var actors = Sidecar.Host.Runtime.Actors;
        var key = new ReminderKey(new("TestActor", "one"), "soon");
        await Eventually.HoldsAsync(() => actors.Placement.Find(key.Actor) is null);
        var now = Clock.GetUtcNow();
        await actors.Reminders.Book.AddAsync(
            new ActorReminder(key) { Tick = now, Next = now, DueTime = "0s", Data = "\"YmFjaw==\""u8.ToArray() }, overwrite: true, CancellationToken.None);

        App = await ActorApp.StartAsync(App.Endpoint, App.Port);

        await App.Events.UntilAsync("reminder soon back");
    }

    [Fact]
    public async Task Reminder_DeletedWhileItFires_DoesNotComeBack()
    {
        await PostAsync("held2", """{"dueTime":"0s","period":"10ms","data":"x"}""");
        await App.Events.UntilAsync("reminder held2 x");

        await DeleteAsync("held2");
        App.Events.Open("held2");
        await App.Actor("one").GetAsync().Within30s();

        Assert.Null(Find("held2"));
        await RestartAsync();
        Assert.Null(Find("held2"));
    }

    [Fact]
    public async Task TenThousandReminders_AreStoredAndAllFire()
    {
        var book = Sidecar.Host.Runtime.Actors.Reminders.Book;
        await App.Actor("warm").GetAsync().Within30s();
        var due = Clock.GetUtcNow().AddHours(1);
        var adding = Enumerable.Range(0, 10_000).Select(number => book.AddAsync(
            new ActorReminder(new ReminderKey(new("TestActor", $"a{number % 100}"), $"r{number}")) { Tick = due, Next = due, DueTime = "1h", Data = "\"\""u8.ToArray() },
            overwrite: true,
            CancellationToken.None));
        await Task.WhenAll(adding).Within30s();

        Clock.Shift = TimeSpan.FromHours(2);
        await RestartAsync();

        book = Sidecar.Host.Runtime.Actors.Reminders.Book;
        await Eventually.HoldsAsync(() => !book.All.Any());
        Assert.Equal(10_000, App.Events.Taken().Count(text => text.StartsWith("reminder", StringComparison.Ordinal)));
    }
}
