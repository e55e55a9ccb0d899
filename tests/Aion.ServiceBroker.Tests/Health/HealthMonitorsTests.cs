using System.Globalization;
using Aion.Project.Model;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Platforms.Processes.Native;

namespace Aion.ServiceBroker.Tests.Health;

public sealed class HealthMonitorsTests : HealthTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly HealthModel File = new() { Command = ["test", "-e", "well"], Interval = TimeSpan.FromSeconds(5) };

    [Fact]
    public async Task FirstSuccess_IsHealthyAtOnce_AndToldOnce()
    {
        Folder.File("well", "");
        using var watch = Start(File);
        var report = await CheckedAsync();
        Assert.Equal((true, 0, "test -e well", "ended with exit code 0"), (report.Healthy, report.FailuresInARow, report.Probe, report.LastAnswer));
        await AfterAsync(File.Interval);
        await AfterAsync(File.Interval);
        Assert.True(Assert.Single(Verdicts).Healthy);
    }

    [Fact]
    public async Task BeforeTheFirstSuccess_IsNothing_UntilTheTimeIsOver()
    {
        using var watch = Start(File);
        await CheckedAsync();
        for (var i = 0; i < 14; i++)
        {
            Assert.Null((await AfterAsync(Second)).Healthy);
        }

        Assert.Empty(Verdicts);
        await AfterAsync(Second);
        var cause = Assert.Single(Verdicts).Cause!;
        Assert.Equal((CauseKind.Probe, "not healthy within 15 s of its start; test -e well: ended with exit code 1"), (cause.Kind, cause.Text));
    }

    [Fact]
    public async Task Failures_BelowTheThreshold_AreForgottenBySuccess()
    {
        var file = Folder.File("well", "");
        using var watch = Start(File);
        await CheckedAsync();
        System.IO.File.Delete(file);
        await AfterAsync(File.Interval);
        Assert.Equal(2, (await AfterAsync(File.Interval)).FailuresInARow);
        Folder.File("well", "");
        Assert.Equal(0, (await AfterAsync(File.Interval)).FailuresInARow);
        Assert.Single(Verdicts);
    }

    [Fact]
    public async Task Failures_InARow_AreToldOnce_AndTheRecoveryToo()
    {
        var file = Folder.File("well", "");
        using var watch = Start(File);
        await CheckedAsync();
        System.IO.File.Delete(file);
        for (var i = 0; i < 5; i++)
        {
            await AfterAsync(File.Interval);
        }

        Folder.File("well", "");
        await AfterAsync(File.Interval);
        Assert.Equal([true, false, true], Verdicts.Select(v => v.Healthy));
        Assert.Equal("3 health checks failed in a row; test -e well: ended with exit code 1", Verdicts[1].Cause!.Text);
    }

    [Fact]
    public async Task Check_ThatTakesLong_IsNotStartedTwice_AndEndsWithItsGroup()
    {
        using var watch = Start(new HealthModel { Command = ["sh", "-c", "sleep 1000 & echo $! > child; mv child begun; wait"], Timeout = TimeSpan.FromSeconds(3) });
        var begun = Path.Combine(Home, "begun");
        await Eventually.HoldsAsync(() => System.IO.File.Exists(begun), "the check has begun");
        var child = int.Parse(await System.IO.File.ReadAllTextAsync(begun), CultureInfo.InvariantCulture);
        Time.Advance(Second);
        Time.Advance(Second);
        Assert.Equal(0, Monitors.Scheduled);
        Time.Advance(Second);
        Assert.Equal("gave no answer within 3 s", (await CheckedAsync()).LastAnswer);
        await Eventually.HoldsAsync(() => ProcStat.Read(child) is null or { IsGone: true }, "what the check forked has ended");
    }

    [Fact]
    public async Task Disposed_NothingIsToldAnyMore()
    {
        Folder.File("well", "");
        var watch = Start(File);
        await CheckedAsync();
        watch.Dispose();
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(Monitors.Find("job", 1));
        Assert.Equal(0, Monitors.Scheduled);
        Assert.Single(Verdicts);
    }

    [Fact]
    public async Task Start_OfAnInstanceThatIsWatched_ReplacesTheWatch()
    {
        Folder.File("well", "");
        using var before = Start(File);
        await CheckedAsync();
        using var after = Start(File with { Command = ["test", "-e", "other"] });
        Assert.Equal("test -e other", (await CheckedAsync()).Probe);
        await AfterAsync(Second);
        await Eventually.HoldsAsync(() => Monitors.Scheduled == 1, "only the new check is scheduled");
        before.Dispose();
        Assert.Equal("test -e other", Monitors.Find("job", 1)!.Probe);
        Assert.Single(Verdicts);
    }

    [Fact]
    public async Task Kanbans_KeepAnInstanceHealthy_OnlyWhileTheyCome()
    {
        using var watch = Start(new HealthModel { KanbanWithin = TimeSpan.FromSeconds(60) });
        Assert.Equal("none came since its start 0 s ago", (await CheckedAsync()).LastAnswer);
        Monitors.KanbanPassed("job", 2);
        Assert.Null((await AfterAsync(Second)).Healthy);

        Monitors.KanbanPassed("job", 1);
        Assert.True((await AfterAsync(Second)).Healthy);
        for (var i = 0; i < 6; i++)
        {
            await AfterAsync(TimeSpan.FromSeconds(10));
        }

        Assert.Equal("a health check failed; a kanban within 60 s: the last one came 61 s ago", Verdicts[^1].Cause!.Text);
        Monitors.KanbanPassed("job", 1);
        await AfterAsync(TimeSpan.FromSeconds(10));
        Assert.Equal([true, false, true], Verdicts.Select(v => v.Healthy));
    }
}
