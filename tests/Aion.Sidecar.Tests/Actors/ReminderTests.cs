using System.Net;
using System.Text;
using Aion.Sidecar.Actors.Reminders;
using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>Reminders of the official SDK and of the raw HTTP API.</summary>
public sealed class ReminderTests : IAsyncLifetime
{
    private readonly ShiftedTime _time = new();
    private readonly SidecarFixture _sidecar;
    private ActorApp _app = null!;

    public ReminderTests() => _sidecar = new SidecarFixture { MoreResources = ActorResources.StateStore, Time = _time };

    public async Task InitializeAsync()
    {
        await _sidecar.InitializeAsync();
        _app = await ActorApp.StartAsync(_sidecar.Host, "shop");
    }

    public async Task DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Reminder_OfTheSdk_FiresItsRepetitionsAndEnds()
    {
        var actor = _app.Actor("one");

        await actor.RemindAsync("wake", TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1), 3, "up").Within30s();

        for (var i = 0; i < 3; i++)
            await _app.Events.UntilAsync("reminder wake up");
        await Eventually.HoldsAsync(() => Find("wake") is null);
        Assert.Empty(_app.Events.Taken());
    }

    [Fact]
    public async Task Reminder_ThatIsSet_CanBeReadAndForgotten()
    {
        var actor = _app.Actor("one");
        await actor.RemindAsync("later", TimeSpan.FromHours(2), TimeSpan.FromHours(3), null, "data").Within30s();

        Assert.Equal("data 02:00:00 03:00:00", await actor.GetReminderStateAsync("later").Within30s());
        await actor.ForgetAsync("later").Within30s();

        Assert.Null(Find("later"));
        using var answer = await Http.GetAsync(Path("later"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Reminder_OverdueAfterARestart_FiresOnceAtOnce()
    {
        await _app.Actor("one").RemindAsync("hourly", TimeSpan.FromHours(1), TimeSpan.FromHours(1), null, "x").Within30s();
        await _app.Actor("one").RemindAsync("yearly", TimeSpan.FromDays(365), TimeSpan.FromDays(365), null, "y").Within30s();

        _time.Shift = TimeSpan.FromHours(10.5);
        await RestartAsync();

        await _app.Events.UntilAsync("reminder hourly x");
        await Eventually.HoldsAsync(() => Find("hourly") is { Fired: 1 });
        var left = Find("hourly")!.Next - _time.GetUtcNow();
        Assert.InRange(left, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30));
        Assert.Equal(0, Find("yearly")!.Fired);
        Assert.Empty(_app.Events.Taken());
    }

    [Fact]
    public async Task Reminder_ThatEndedBeforeARestart_StaysAway()
    {
        await PostAsync("once", """{"dueTime":"0s","data":"gone"}""");
        await _app.Events.UntilAsync("reminder once gone");
        await Eventually.HoldsAsync(() => Find("once") is null);

        await RestartAsync();
        await _app.Actor("one").GetAsync().Within30s();

        Assert.Null(Find("once"));
    }

    [Fact]
    public async Task Reminder_WhoseHostIsAway_FiresWhenItIsBack()
    {
        await PostAsync("soon", """{"dueTime":"300ms","data":"back"}""");
        await _app.DisposeAsync();
        await Eventually.HoldsAsync(() => Find("soon")!.Next < _time.GetUtcNow());

        _app = await ActorApp.StartAsync(_app.Endpoint, _app.Port);

        await _app.Events.UntilAsync("reminder soon back");
    }

    [Fact]
    public async Task Reminder_ThatIsHeld_DoesNotOverlapItself()
    {
        await PostAsync("held", """{"dueTime":"0s","period":"20ms","data":"x"}""");
        await _app.Events.UntilAsync("reminder held x");

        // Calls of the actor queue up behind it, and so do its own repetitions.
        var call = _app.Actor("one").WaitAsync("call");
        await Eventually.HoldsAsync(() => _sidecar.Host.Runtime.Actors.Table.TryGet(new("TestActor", "one"), out var active) && active.Turns.Count == 2);
        Assert.Empty(_app.Events.Taken());

        _app.Events.Open("call");
        _app.Events.Open("held");
        await call.Within30s();
        await _app.Events.UntilAsync("reminder held x");
        await DeleteAsync("held");
    }

    [Fact]
    public async Task Reminder_DeletedWhileItFires_DoesNotComeBack()
    {
        await PostAsync("held2", """{"dueTime":"0s","period":"10ms","data":"x"}""");
        await _app.Events.UntilAsync("reminder held2 x");

        await DeleteAsync("held2");
        _app.Events.Open("held2");
        await _app.Actor("one").GetAsync().Within30s();

        Assert.Null(Find("held2"));
        await RestartAsync();
        Assert.Null(Find("held2"));
    }

    [Fact]
    public async Task Reminder_ThatFails_IsTriedAgainAsItsPolicySays()
    {
        await PostAsync("failing", """{"dueTime":"0s","data":"x","failure_policy":{"constant":{"interval":"10ms","maxRetries":2}}}""");
        for (var i = 0; i < 3; i++)
            await _app.Events.UntilAsync("reminder failing x");
        await Eventually.HoldsAsync(() => Find("failing") is null);

        await PostAsync("failing2", """{"dueTime":"0s","data":"x","failure_policy":{"drop":{}}}""");
        await _app.Events.UntilAsync("reminder failing2 x");
        await Eventually.HoldsAsync(() => Find("failing2") is null);
        Assert.Empty(_app.Events.Taken());
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

    [Fact]
    public async Task TenThousandReminders_AreStoredAndAllFire()
    {
        var book = _sidecar.Host.Runtime.Actors.Reminders.Book;
        await _app.Actor("warm").GetAsync().Within30s();
        var due = _time.GetUtcNow().AddHours(1);
        var adding = Enumerable.Range(0, 10_000).Select(number => book.AddAsync(
            new ActorReminder(new ReminderKey(new("TestActor", $"a{number % 100}"), $"r{number}")) { Tick = due, Next = due, DueTime = "1h", Data = "\"\""u8.ToArray() },
            overwrite: true,
            CancellationToken.None));
        await Task.WhenAll(adding).Within30s();

        _time.Shift = TimeSpan.FromHours(2);
        await RestartAsync();

        book = _sidecar.Host.Runtime.Actors.Reminders.Book;
        await Eventually.HoldsAsync(() => !book.All.Any());
        Assert.Equal(10_000, _app.Events.Taken().Count(text => text.StartsWith("reminder", StringComparison.Ordinal)));
    }

    private HttpClient Http => _sidecar.Http(_app.Endpoint);

    private static string Path(string name) => $"/v1.0/actors/TestActor/one/reminders/{name}";

    private ActorReminder? Find(string name) => _sidecar.Host.Runtime.Actors.Reminders.Book.Find(new ReminderKey(new("TestActor", "one"), name));

    private async Task RestartAsync()
    {
        var events = _app.Events;
        await _sidecar.RestartAsync();
        await _app.DisposeAsync();
        events.Taken();
        _app = await ActorApp.StartAsync(_sidecar.Host, "shop");
        await Eventually.HoldsAsync(() => _sidecar.Host.Runtime.Actors.Placement.Find(new("TestActor", "one")) is not null);
    }

    private async Task<HttpResponseMessage> SendAsync(string name, string json)
    {
        // The actor is what the SDK for .NET reads: its data is Base64 in a string.
        json = System.Text.RegularExpressions.Regex.Replace(
            json, "\"data\":\"([^\"]*)\"", match => $"\"data\":\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(match.Groups[1].Value))}\"");
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await Http.PostAsync(Path(name), content).Within30s();
    }

    private async Task PostAsync(string name, string json)
    {
        using var answer = await SendAsync(name, json);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private async Task DeleteAsync(string name)
    {
        using var answer = await Http.DeleteAsync(Path(name));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }
}
