using System.Globalization;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Platforms.Processes.Native;

namespace Aion.ServiceBroker.Tests.Platforms.Processes.Causes;

/// <summary>Real processes that end in every way: what the end is said to be.</summary>
public sealed class ExitCauseTests : IDisposable
{
    private readonly TempFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("exit 0", CauseKind.ExitCode, "exit code 0")]
    [InlineData("exit 1", CauseKind.ExitCode, "exit code 1")]
    [InlineData("exit 126", CauseKind.ExitCode, "exit code 126: a shell says so when a command is not executable")]
    [InlineData("exit 143", CauseKind.ExitCode, "exit code 143: a shell says so when SIGTERM ended its command")]
    [InlineData("sh -c 'kill -SEGV $$'; exit $?", CauseKind.ExitCode, "exit code 139: a shell says so when SIGSEGV ended its command: it touched memory that is not its own")]
    [InlineData("kill -SEGV $$", CauseKind.Signal, "signal 11 (SIGSEGV): it touched memory that is not its own")]
    [InlineData("kill -ABRT $$", CauseKind.Signal, "signal 6 (SIGABRT): it gave up by itself, after an error that it could not handle")]
    [InlineData("kill -KILL $$", CauseKind.Signal, "signal 9 (SIGKILL), not sent by service-broker")]
    [InlineData("kill -TERM $$", CauseKind.Signal, "signal 15 (SIGTERM), not sent by service-broker")]
    [InlineData("no-such-tool --now", CauseKind.CommandMissing, "exit code 127: its shell did not find the command 'no-such-tool'")]
    [InlineData("cat settings.json", CauseKind.FileMissing, "exit code 1; its last lines say that 'settings.json' was not found")]
    [InlineData("echo 'cat: a.txt: No such file or directory'", CauseKind.ExitCode, "exit code 0")]
    public async Task End_ByItself_IsNamed(string script, CauseKind kind, string text)
    {
        // A core dump is the machine's choice.
        var cause = (await RunAsync("ulimit -c 0; " + script)).Cause;
        Assert.Equal((kind, text), (cause.Kind, cause.Text));
    }

    [Fact]
    public async Task End_WithOutput_CarriesTheLastLinesOfThisRunAlone()
    {
        await RunAsync("echo of the run before; exit 1");
        var exit = await RunAsync("for i in $(seq 30); do echo line $i; done; echo oops >&2; exit 3");
        Assert.Equal(3, exit.Cause.ExitCode);
        Assert.Equal([.. Enumerable.Range(12, 19).Select(i => $"line {i}"), "oops"], exit.Cause.LogTail);
        Assert.Equal(["once"], (await RunAsync("echo once; exit 1")).Cause.LogTail);
    }

    [Fact]
    public async Task Stop_ServiceThatListens_SaysThatTheBrokerAsked()
    {
        var instance = await StartAsync("trap 'exit 3' TERM; echo ready; while :; do sleep 0.05; done", "ready");
        Assert.Equal("exit code 3 after service-broker asked it to end", (await instance.StopAsync(Within.Default)).Cause.Text);

        instance = await StartAsync("echo set; exec sleep 1000", "set");
        Assert.Equal("signal 15 (SIGTERM), sent by service-broker", (await instance.StopAsync(Within.Default)).Cause.Text);
    }

    [Fact]
    public async Task Stop_ServiceThatIgnoresSigterm_SaysWhyItWasKilled()
    {
        var instance = await StartAsync("trap '' TERM; echo ready; while :; do sleep 0.05; done", "ready");
        var cause = (await instance.StopAsync(TimeSpan.FromMilliseconds(300))).Cause;
        Assert.Equal("signal 9 (SIGKILL), sent by service-broker because it did not end within 0.3 s of SIGTERM", cause.Text);
    }

    [Fact]
    public async Task End_WithChildrenLeft_IsItsOwnAndTheChildrenAreGone()
    {
        var exit = await RunAsync("sleep 1000 & echo $!; sh -c 'trap \"\" TERM; while :; do sleep 0.05; done' & echo $!; exit 5");
        Assert.Equal("exit code 5", exit.Cause.Text);
        Assert.Equal(2, exit.Cause.LogTail.Count);
        Assert.All(exit.Cause.LogTail, pid => Assert.True(ProcStat.Read(int.Parse(pid, CultureInfo.InvariantCulture)) is null or { IsGone: true }));
    }

    [Fact]
    public async Task End_AfterAFlood_CarriesItsLastLines()
    {
        var logs = TestPlatform.Logs(_home.Path);
        using var platform = TestPlatform.Create(_home.Path, logs: logs);
        var instance = await platform.StartAsync(
            TestPlatform.Spec(_home.Path, "sh", "-c", "yes flood | head -c 3000000; while [ ! -e go ]; do sleep 0.01; done; echo last; exit 4"), CancellationToken.None);
        await Eventually.HoldsAsync(() => new FileInfo(logs.PathOf("job-001")) is { Exists: true, Length: >= 3000000 }, "the flood is over");
        logs.RotateAll();
        _home.File("go", "");
        var cause = (await instance.Exited.WaitAsync(Within.Default)).Cause;
        Assert.Equal("exit code 4", cause.Text);
        Assert.Equal([.. Enumerable.Repeat("flood", 19), "last"], cause.LogTail);
    }

    [Fact]
    public async Task Memory_MoreThanTheLimitInAChild_EndsTheWholeGroup()
    {
        // `tail` keeps what it may have to print until its input ends.
        const string Script = "echo hungry; { head -c 200000000 /dev/zero; sleep 1000; } | tail -c 200000000";
        var exit = await RunAsync(Script, memoryLimit: 64 << 20);
        Assert.Equal((CauseKind.OutOfMemory, 9), (exit.Cause.Kind, exit.Signal));
        Assert.Matches(@"^out of memory: it used \d+ MiB of 64 MiB \(resources\.limits\.memory\), so service-broker ended it", exit.Cause.Text);
        Assert.Equal(["hungry"], exit.Cause.LogTail);
    }

    [Fact]
    public async Task Memory_BelowTheLimit_IsLeftAlone() =>
        Assert.Equal(0, (await RunAsync("head -c 20000000 /dev/zero | tail -c 20000000 | wc -c; sleep 0.6", memoryLimit: 64 << 20)).ExitCode);

    private async Task<InstanceExit> RunAsync(string script, long? memoryLimit = null)
    {
        using var platform = TestPlatform.Create(_home.Path);
        var spec = TestPlatform.Spec(_home.Path, "sh", "-c", script) with { MemoryLimit = memoryLimit };
        return await (await platform.StartAsync(spec, CancellationToken.None)).Exited.WaitAsync(Within.Default);
    }

    private async Task<IRunningInstance> StartAsync(string script, string ready)
    {
        var instance = await TestPlatform.Create(_home.Path).StartAsync(TestPlatform.Spec(_home.Path, "sh", "-c", script), CancellationToken.None);
        var log = TestPlatform.Logs(_home.Path).PathOf("job-001");
        await Eventually.HoldsAsync(async () => (await File.ReadAllTextAsync(log)).Contains(ready, StringComparison.Ordinal), "the script is ready");
        return instance;
    }
}
