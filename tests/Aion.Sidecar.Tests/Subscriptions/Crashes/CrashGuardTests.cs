using Aion.Sidecar.Components;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Subscriptions.Crashes;
using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Aion.Sidecar.Tests.Subscriptions.Crashes;

/// <summary>What a guard knows after a host that was killed: no guard is disposed before the next one reads.</summary>
public sealed class CrashGuardTests : IAsyncLifetime
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(20);
    private readonly TempDirectory _folder = new();
    private readonly FakeTimeProvider _time = new();

    private ComponentRegistry _none = null!;

    public async Task InitializeAsync() =>
        _none = await ComponentRegistry.LoadAsync([], _folder.FullPath, _time, NullLoggerFactory.Instance, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _none.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Event_HeldForAWhile_CountsAfterAKill()
    {
        var killed = Open();
        killed.HandOut(Event(1));
        _time.Advance(Round);
        _time.Advance(Round);

        using var next = Open();
        await next.ReportAsync(new AppCrash(1, "exit code 1"), default);
        Assert.Equal(1, next.CrashesOf(Event(1)));
    }

    [Fact]
    public async Task Event_AnsweredAfterItWasWritten_DoesNotCountAfterAKill()
    {
        var killed = Open();
        killed.HandOut(Event(1));
        _time.Advance(Round);
        _time.Advance(Round);
        killed.Answered(Event(1));
        _time.Advance(Round);

        using var next = Open();
        await next.ReportAsync(new AppCrash(1, "exit code 1"), default);
        Assert.Equal(0, next.CrashesOf(Event(1)));
    }

    [Fact]
    public async Task Crash_ThatWasReported_CountsAfterAKillAtOnce()
    {
        var killed = Open();
        killed.HandOut(Event(1));
        await killed.ReportAsync(new AppCrash(1, "exit code 1"), default);

        using var next = Open();
        Assert.Equal(1, next.CrashesOf(Event(1)));
        next.HandOut(Event(1));
        await next.ReportAsync(new AppCrash(1, "exit code 1"), default);
        Assert.Equal(1, next.CrashesOf(Event(1)));
    }

    [Fact]
    public async Task Poison_InATopicThatWasBegunAnew_IsAnotherEvent()
    {
        var guard = Open();
        for (var run = 1; run <= 3; run++)
        {
            guard.HandOut(Event(1));
            await guard.ReportAsync(new AppCrash(run, "exit code 1"), default);
        }

        Assert.True(guard.IsPoison(Event(1)));
        Assert.False(guard.IsPoison(Event(1, id: "another")));
    }

    [Fact]
    public async Task Event_WithAnIdThatIsNoText_IsNamedByItsPlace()
    {
        using var guard = Open();
        guard.HandOut(Event(1, id: "\\ud800"));
        _time.Advance(Round);
        _time.Advance(Round);
        for (var run = 1; run <= 3; run++)
        {
            guard.HandOut(Event(1, id: "\\ud800"));
            Assert.Equal(run < 3 ? [] : ["queue/1-1"], await guard.ReportAsync(new AppCrash(run, "exit code 1"), default));
        }

        Assert.True(guard.IsPoison(Event(1, id: "\\ud800")));
    }

    [Fact]
    public void Forget_WhereNothingWasWritten_IsNotWorthAWarning()
    {
        using var log = new ErrorLog();
        log.Expected.Add("CrashesNotSaved");
        new GuardFile(_folder.Combine("no", "such"), "judge", log).Delete();
        Assert.Empty(log.Provoked);
    }

    [Fact]
    public async Task Quickly_AnsweredEvents_AreNotWritten()
    {
        using var guard = Open();
        guard.HandOut(Event(1));
        _time.Advance(Round);
        guard.Answered(Event(1));
        guard.HandOut(Event(2));
        _time.Advance(Round);
        Assert.False(Directory.Exists(_folder.Combine("crashes")));

        await guard.ReportAsync(new AppCrash(1, "exit code 1"), default);
        Assert.True(File.Exists(_folder.Combine("crashes", "judge.json")));
    }

    private CrashGuard Open() => new(
        new CrashGuardOptions { PubSubName = "disk", Topic = "queue", DeadLetterTopic = "dead", Letter = crashing => crashing.Envelope },
        new GuardFile(_folder.FullPath, "judge", NullLogger.Instance),
        new PoisonLetters("judge", _none, _time, NullLogger.Instance),
        _time);

    private static PubSubDelivery Event(int number, string? id = null) =>
        new($"1-{number}", System.Text.Encoding.UTF8.GetBytes($$"""{"id":"{{id ?? $"event-{number}"}}"}"""), new Dictionary<string, string>(), 1);
}
