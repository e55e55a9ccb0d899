using System.Globalization;
using System.Text.Json;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Platforms.Processes.Native;

namespace Aion.ServiceBroker.Tests.Platforms;

/// <summary>Real processes that end badly, under the whole broker: state and cause as docs/crash-doctor.md says.</summary>
public sealed class DocumentedStatesTests : IAsyncLifetime
{
    private const string Never = ", restart: {policy: never}";
    private readonly TempFolder _home = new();
    private FakeDapr _dapr = null!;

    public async Task InitializeAsync() => _dapr = await FakeDapr.StartAsync();

    public async Task DisposeAsync()
    {
        await _dapr.DisposeAsync();
        _home.Dispose();
    }

    [Theory]
    [InlineData("exit 0", "", InstanceState.Finished, CauseKind.ExitCode, "exit code 0")]
    [InlineData("exit 1", Never, InstanceState.Failed, CauseKind.ExitCode, "exit code 1")]
    [InlineData("exit 1", "", InstanceState.Backoff, CauseKind.ExitCode, "exit code 1")]
    [InlineData("exit 1", ", restart: {backoff: {first: 10ms, maximum: 300ms}}", InstanceState.CrashLoop, CauseKind.ExitCode, "exit code 1")]
    [InlineData("kill -SEGV $$", Never, InstanceState.Failed, CauseKind.Signal, "signal 11 (SIGSEGV)")]
    [InlineData("kill -SEGV $$", "", InstanceState.Backoff, CauseKind.Signal, "signal 11 (SIGSEGV)")]
    [InlineData("cat recipe.json", Never, InstanceState.Failed, CauseKind.FileMissing, "exit code 1; its last lines say that 'recipe.json' was not found")]
    [InlineData("{ head -c 100000000 /dev/zero; sleep 1000; } | tail -c 100000000", Never + ", resources: {limits: {memory: 32Mi}}",
        InstanceState.Failed, CauseKind.OutOfMemory, "out of memory: it used ")]
    public async Task Process_ThatEnds_IsInItsStateWithItsCause(string script, string keys, InstanceState state, CauseKind kind, string text)
    {
        await using var broker = await StartAsync($"[sh, -c, {JsonSerializer.Serialize("ulimit -c 0; echo last words; " + script)}]", keys);
        await broker.ReachesAsync("job-001", state);
        var explained = (await broker.GetAsync("/api/v1/explain/job/1")).GetProperty("instances")[0];
        var cause = explained.GetProperty("lastEnd").GetProperty("cause");
        Assert.Equal(kind, cause.GetProperty("kind").Deserialize<CauseKind>());
        Assert.StartsWith(text, cause.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("last words", cause.GetProperty("logTail")[0].GetString());
    }

    [Theory]
    [InlineData("pytohn3", CauseKind.CommandMissing, "the command 'pytohn3' is not on the PATH")]
    [InlineData("./missing", CauseKind.CommandMissing, "' does not exist")]
    [InlineData("./plain", CauseKind.NotExecutable, "' is not executable; run: chmod +x '")]
    [InlineData("./script", CauseKind.NotExecutable, "names the interpreter '/no/such/interpreter', which does not exist")]
    public async Task Program_ThatCannotBeStarted_IsInItsStateWithItsCause(string program, CauseKind kind, string text)
    {
        _home.File("plain", "text");
        _home.File("script", "#!/no/such/interpreter\n", executable: true);
        await using var broker = await StartAsync($"[{program}]", Never);
        await broker.ReachesAsync("job-001", InstanceState.Failed);
        var cause = broker.Instance("job-001").Cause!;
        Assert.Equal(kind, cause.Kind);
        Assert.Contains(text, cause.Text, StringComparison.Ordinal);
        Assert.Null(broker.Instance("job-001").Pid);
    }

    [Fact]
    public async Task Directory_ThatIsGone_IsInItsStateWithItsCause()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_home.Path, "work"));
        await using var broker = await StartAsync("[\"true\"]", Never + ", directoryPath: work");
        await broker.ReachesAsync("job-001", InstanceState.Finished);
        folder.Delete();
        await ControlAsync(broker, "start");
        await broker.ReachesAsync("job-001", InstanceState.Failed);
        Assert.Equal(CauseKind.DirectoryMissing, broker.Instance("job-001").Cause!.Kind);
        Assert.Equal($"the working directory '{folder.FullName}' does not exist; there is '{_home.Path}'", broker.Instance("job-001").Cause!.Text);
    }

    [Fact]
    public async Task Process_ThatIgnoresSigterm_IsStoppedByForce()
    {
        await using var broker = await StartAsync("[sh, -c, \"trap '' TERM; echo deaf; while :; do sleep 0.05; done\"]", "");
        await broker.ReachesAsync("job-001", InstanceState.Running);
        await Eventually.HoldsAsync(() => LinesOf("job-001").Contains("deaf"));
        await broker.ReachesAsync("job-001", InstanceState.Running);
        var pid = broker.Instance("job-001").Pid!.Value;
        await ControlAsync(broker, "stop");
        await broker.ReachesAsync("job-001", InstanceState.Stopped);
        var stopped = broker.Instance("job-001");
        Assert.Equal(CauseKind.Requested, stopped.Cause!.Kind);
        Assert.Equal("signal 9 (SIGKILL), sent by service-broker because it did not end within 2 s of SIGTERM", stopped.LastExit);
        Assert.True(IsGone(pid));
    }

    [Fact]
    public async Task Process_ThatLeavesChildren_TakesThemAlong()
    {
        await using var broker = await StartAsync("[sh, -c, \"sleep 1000 & echo $!; exit 7\"]", Never);
        await broker.ReachesAsync("job-001", InstanceState.Failed);
        Assert.Equal("exit code 7", broker.Instance("job-001").Cause!.Text);
        Assert.True(IsGone(int.Parse(LinesOf("job-001")[0], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Process_ThatFloodsItsLog_GoesOnAndTheLogStaysSmall()
    {
        await using var broker = await StartAsync("[\"yes\", flood]", "", new() { ["Aion:ServiceBroker:LogMaxBytes"] = "100000" });
        await Eventually.HoldsAsync(() => File.Exists(LogOf("job-001") + ".1"), "the log was rotated");
        await broker.ReachesAsync("job-001", InstanceState.Running);
        Assert.Equal(0, broker.Instance("job-001").Restarts);
        await ControlAsync(broker, "stop");
        await broker.ReachesAsync("job-001", InstanceState.Stopped);
        Assert.All(Directory.GetFiles(Path.Combine(_home.Path, "logs")), log => Assert.True(new FileInfo(log).Length <= 100_000, log));
    }

    private static bool IsGone(int pid) => ProcStat.Read(pid) is null or { IsGone: true };

    private static async Task ControlAsync(BrokerFixture broker, string request)
    {
        using var answer = await broker.Http.PostAsync($"/api/v1/instances/job/1/{request}", null).WaitAsync(Within.Default);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
    }

    private string LogOf(string name) => Path.Combine(_home.Path, "logs", name + ".log");

    private string[] LinesOf(string name) => File.Exists(LogOf(name)) ? File.ReadAllLines(LogOf(name)) : [];

    private async Task<BrokerFixture> StartAsync(string command, string keys, Dictionary<string, string?>? settings = null)
    {
        var broker = await BrokerFixture.StartAsync(_dapr, _home, settings);
        await broker.ApplyAsync($"deviceName: here\nmicroservices:\n  job: {{startup: yes, command: {command}{keys}}}\n");
        return broker;
    }
}
