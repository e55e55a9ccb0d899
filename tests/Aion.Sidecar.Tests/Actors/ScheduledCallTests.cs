using Aion.Sidecar.Actors;
using Aion.Sidecar.Actors.Calls;
using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>Of reminders and timers only so many are with the apps at once.</summary>
public sealed class ScheduledCallTests : ReminderTestBase
{
    private const int MostAtOnce = 256;

    [Fact]
    public async Task Reminder_ThatMayNotGoYet_DoesNotHoldUpCallsOfItsActor()
    {
        await Eventually.HoldsAsync(() => Sidecar.Host.Runtime.Actors.Placement.Find(new("TestActor", "one")) is not null);
        var reminders = Enumerable.Range(0, MostAtOnce).Select(i => RemindAsync($"a{i}", "held")).ToList();
        for (var i = 0; i < MostAtOnce; i++)
            await App.Events.UntilAsync("reminder held x");
        var next = RemindAsync("one", "next");

        // Any of the reminders that run may wait for such a call.
        Assert.Equal(5, await App.Actor("one").AddAsync(5).Within30s());

        App.Events.Open("held");
        await Task.WhenAll([.. reminders, next]).Within30s();
    }

    private Task<ActorAnswer> RemindAsync(string id, string name) => Sidecar.Host.Runtime.Actors.Router.CallAsync(
        new ActorKey("TestActor", id), ActorRequest.Scheduled($"remind/{name}", ScheduleJson.Reminder("\"eA==\""u8.ToArray()), () => false), TimeSpan.Zero, CancellationToken.None);
}
