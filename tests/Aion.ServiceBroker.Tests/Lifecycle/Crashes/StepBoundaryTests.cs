using Aion.ServiceBroker.Platforms.Processes.Native;
using static Aion.ServiceBroker.Tests.Lifecycle.Crashes.FaultPoints;

namespace Aion.ServiceBroker.Tests.Lifecycle.Crashes;

/// <summary>
/// kill -9 of sidecar and broker together, between every two steps of a lifecycle workflow. The next host has to bring the instance
/// where it was going, with every start made, and made once.
/// </summary>
public sealed class StepBoundaryTests : IDisposable
{
    // Notes its start and what it finds alive of its kind, then waits. A zombie that nobody reaps is not alive.
    private const string Script = """
        for p in $(cut -d' ' -f1 starts 2>/dev/null); do grep -qs '^State:.[RSD]' /proc/$p/status && echo "$p and $$" >> doubles; done
        echo "$$ $VERSION" >> starts
        exec sleep 1000
        """;

    private readonly TempFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(BeforeSchedule)]
    [InlineData(AfterSchedule)]
    [InlineData("in the turn to starting")]
    [InlineData(BeforeStart)]
    [InlineData(AfterStart)]
    [InlineData("in the turn to running")]
    public async Task Kill_DuringTheFirstStart_StartsOnce(string point)
    {
        _home.File("job.sh", Script);
        await using (var first = await HostHandle.StartAsync(_home.Path))
        {
            await first.AskAsync("arm " + point);
            await first.AskAsync("apply " + Project("1"));
            await first.DiesAsync();
        }

        await using var next = await HostHandle.StartAsync(_home.Path);
        await next.IsAsync("job-001", "running");
        await Eventually.HoldsAsync(() => Starts().Length > 0, "the start is noted");
        Expect(starts: ["1"]);
    }

    [Fact]
    public async Task Kill_DuringARestart_StartsOnceEachTime() => await RepeatAsync(
        [BeforeSignal, AfterSignal, InTurn("starting"), BeforeStart, AfterStart, InTurn("running")],
        (host, starts) =>
        {
            _ = Posix.Kill(PidOf(starts[^1]), Posix.SigKill);
            return Task.FromResult("1");
        });

    [Fact]
    public async Task Kill_DuringAnUpdate_EndsTheOldAndStartsTheNewOnce()
    {
        var version = 1;
        await RepeatAsync(
            [BeforeSignal, AfterSignal, InTurn("stopping"), BeforeStop, AfterStop, InTurn("starting"), BeforeStart, AfterStart, InTurn("running")],
            async (host, _) =>
            {
                var next = (++version).ToString(System.Globalization.CultureInfo.InvariantCulture);
                await host.AskAsync("apply " + Project(next));
                return next;
            });
    }

    [Theory]
    [InlineData(AfterSignal)]
    [InlineData("in the turn to stopping")]
    [InlineData(BeforeStop)]
    [InlineData(AfterStop)]
    [InlineData("in the turn to stopped")]
    public async Task Kill_DuringAStop_LeavesItStopped(string point)
    {
        _home.File("job.sh", Script);
        await using (var first = await HostHandle.StartAsync(_home.Path))
        {
            await first.AskAsync("apply " + Project("1"));
            await first.IsAsync("job-001", "running");
            await Eventually.HoldsAsync(() => Starts().Length == 1);
            await first.AskAsync("arm " + point);
            await first.AskAsync("stop job");
            await first.DiesAsync();
        }

        await using var next = await HostHandle.StartAsync(_home.Path);
        await next.IsAsync("job-001", "stopped");
        Expect(starts: ["1"]);
        Assert.True(ProcStat.Read(PidOf(Starts()[0])) is null or { IsGone: true });
    }

    private static string Project(string version) =>
        $$$"""{"deviceName":"here","microservices":{"job":{"command":["sh","job.sh"],"startup":true,"env":{"VERSION":"{{{version}}}"},"restart":{"resetAfter":"1ms"} } } }""";

    private static int PidOf(string start) => int.Parse(start.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    private string[] Starts() => File.Exists(Path.Combine(_home.Path, "starts")) ? File.ReadAllLines(Path.Combine(_home.Path, "starts")) : [];

    /// <summary>The versions that were started, in order, and never two at a time.</summary>
    private void Expect(string[] starts)
    {
        Assert.Equal(starts, Starts().Select(s => s.Split(' ')[1]));
        Assert.False(File.Exists(Path.Combine(_home.Path, "doubles")), "two processes of one instance ran at a time");
    }

    // The host that recovers from one fault is the one that dies of the next.
    private async Task RepeatAsync(string[] points, Func<HostHandle, string[], Task<string>> happen)
    {
        _home.File("job.sh", Script);
        List<string> expected = ["1"];
        var host = await HostHandle.StartAsync(_home.Path);
        await host.AskAsync("apply " + Project("1"));
        foreach (var point in points)
        {
            await host.IsAsync("job-001", "running");
            await Eventually.HoldsAsync(() => Starts().Length == expected.Count, $"all starts are noted before: {point}");
            await host.AskAsync("arm " + point);
            expected.Add(await happen(host, Starts()));
            await host.DiesAsync();
            host = await HostHandle.StartAsync(_home.Path);
            await Eventually.HoldsAsync(() => Starts().Length >= expected.Count, $"it started after: {point}");
            await host.IsAsync("job-001", "running");
            Expect([.. expected]);
        }

        await host.DisposeAsync();
    }
}
