using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Subscriptions.Crashes;

/// <summary>An app that dies on an event which it gets over its app channel.</summary>
public sealed class GuardedHttpTests : IAsyncLifetime
{
    private GuardedApp _judge = null!;
    private HttpTestApp _app = null!;

    public async Task InitializeAsync()
    {
        _judge = await GuardedApp.StartAsync();
        _app = await HttpTestApp.StartAsync(GuardedApp.Subscriptions);
        _app.Answer = posted => Data(posted) == 2 ? (HttpTestApp.Breaks, "") : (200, "");
    }

    public async Task DisposeAsync()
    {
        await _judge.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Event_InHandInThreeCrashes_GoesAwayWithItsCausesAndTheOthersFollow()
    {
        await _judge.PublishAsync(1, 2, 3, 4);
        await _judge.BeginAsync(_app.Port);
        Assert.Equal(1, Data(await _app.Received.NextAsync("the first event")));

        Assert.Empty(await CrashWithAsync(2, run: 7));
        await _judge.BeginAsync(_app.Port);
        Assert.Empty(await CrashWithAsync(2, run: 8));
        await _judge.BeginAsync(_app.Port);
        Assert.Equal(["event-2"], await CrashWithAsync(2, run: 9));

        Assert.Equal("event-2: 7 exit code 7, 8 exit code 8, 9 exit code 9", await _judge.LetterAsync());
        await _judge.BeginAsync(_app.Port);
        Assert.Equal(3, Data(await _app.Received.NextAsync("the event behind it")));
        Assert.Equal(4, Data(await _app.Received.NextAsync("the last event")));
    }

    [Fact]
    public async Task Event_HeldWhileTheHostEnds_CountsForTheNextHost()
    {
        await _judge.PublishAsync(2, 3);
        await _judge.BeginAsync(_app.Port);
        await CrashWithAsync(2, run: 1);
        await _judge.BeginAsync(_app.Port);
        await CrashWithAsync(2, run: 2);

        // Its process outlives this host and ends before it gets anything from the next one.
        await _judge.BeginAsync(_app.Port);
        Assert.Equal(2, Data(await _app.Received.NextAsync("the event that kills it")));
        await _judge.Sidecar.RestartAsync();
        Assert.Equal(["event-2"], await _judge.ReportAsync(3));

        await _judge.BeginAsync(_app.Port);
        Assert.Equal(3, Data(await NextAfterAsync(2)));
        await _judge.Host.RemoveAppAsync("judge");
        Assert.Equal("event-2: 1 exit code 1, 2 exit code 2, 3 exit code 3", await _judge.LetterAsync());
    }

    [Fact]
    public async Task Event_HeldOverAChangeOfHost_CountsWhenTheProcessEndsLater()
    {
        await _judge.PublishAsync(2);
        foreach (var run in (int[])[1, 2])
        {
            await _judge.BeginAsync(_app.Port);
            await CrashWithAsync(2, run);
        }

        await _judge.BeginAsync(_app.Port);
        Assert.Equal(2, Data(await _app.Received.NextAsync("the event that kills it")));
        await _judge.Sidecar.RestartAsync();
        await using var gone = await HttpTestApp.StartAsync("[]");
        await _judge.BeginAsync(gone.Port, isSameProcess: true);
        Assert.Equal(["event-2"], await _judge.CrashAsync(run: 3));
    }

    [Fact]
    public async Task Run_ReportedAgain_IsCountedOnceAlsoByTheNextHost()
    {
        await _judge.PublishAsync(2);
        foreach (var run in (int[])[1, 2])
        {
            await _judge.BeginAsync(_app.Port);
            await CrashWithAsync(2, run);
        }

        Assert.Empty(await _judge.ReportAsync(2));
        await _judge.Sidecar.RestartAsync();
        Assert.Empty(await _judge.ReportAsync(2));

        await _judge.BeginAsync(_app.Port);
        Assert.Equal(["event-2"], await CrashWithAsync(2, run: 3));
        Assert.Equal(["event-2"], await _judge.ReportAsync(3));
    }

    [Fact]
    public async Task Event_AnsweredBetweenCrashes_IsCountedAnew()
    {
        await _judge.PublishAsync(2);
        for (var run = 1; run <= 4; run++)
        {
            var times = 0;
            _app.Answer = _ => ++times == 1 && run == 3 ? (500, "") : (HttpTestApp.Breaks, "");
            await _judge.BeginAsync(_app.Port);
            if (run == 3)
                await _app.Received.NextAsync("the event that it answers with an error");
            Assert.Empty(await CrashWithAsync(2, run));
        }
    }

    [Fact]
    public async Task Event_ThatNoListenerGot_DoesNotCount()
    {
        await _judge.PublishAsync(2);
        await _judge.BeginAsync(_app.Port);
        await CrashWithAsync(2, run: 1);
        await _judge.BeginAsync(_app.Port);
        await CrashWithAsync(2, run: 2);

        // Crashes before it listens, and while it is up but has got nothing.
        await _judge.BeginAsync(FreePort.Next());
        Assert.Empty(await _judge.CrashAsync(run: 3));
        await using var idle = await HttpTestApp.StartAsync("[]");
        await _judge.BeginAsync(idle.Port);
        await Eventually.HoldsAsync(() => idle.SubscribeRequests > 0);
        Assert.Empty(await _judge.CrashAsync(run: 4));

        await _judge.BeginAsync(_app.Port);
        Assert.Equal(["event-2"], await CrashWithAsync(2, run: 5));
    }

    [Fact]
    public async Task NewProcess_HasNothingOfWhatAnEarlierOneHad()
    {
        await _judge.PublishAsync(2);
        for (var run = 1; run <= 4; run++)
        {
            // A process that was stopped, not one that crashed: nobody tells of it.
            await _judge.BeginAsync(_app.Port);
            Assert.Equal(2, Data(await _app.Received.NextAsync("the event")));
            await _judge.Host.RemoveAppAsync("judge");
            await _judge.BeginAsync(FreePort.Next());
            Assert.Empty(await _judge.CrashAsync(run));
        }
    }

    private async Task<IReadOnlyList<string>> CrashWithAsync(int number, int run)
    {
        Assert.Equal(number, Data(await _app.Received.NextAsync($"event {number} in run {run}")));
        var poison = await _judge.CrashAsync(run);
        // Until its sidecar was gone, it may have been tried again.
        while (_app.Received.Reader.TryRead(out _))
        {
        }

        return poison;
    }

    private async Task<HttpTestApp.Posted> NextAfterAsync(int number)
    {
        var posted = await _app.Received.NextAsync("another event");
        while (Data(posted) == number)
            posted = await _app.Received.NextAsync("another event");
        return posted;
    }

    private static int Data(HttpTestApp.Posted posted) => posted.Body.GetProperty("data").GetInt32();
}
