using System.Globalization;
using System.Text.Json;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Platforms.Processes.Native;
using Aion.ServiceBroker.Tests.EndToEnd;

namespace Aion.ServiceBroker.Tests.Platforms;

/// <summary>
/// Real processes that end badly, under the whole broker with workflows in the real sidecar: state and cause as
/// docs/crash-doctor.md says.
/// </summary>
public sealed class DocumentedStatesTests(BrokerOnSidecar product) : IClassFixture<BrokerOnSidecar>
{
    private const string Never = ", restart: {policy: never}";

    private BrokerFixture Broker => product.Broker;

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
        var job = await StartAsync($"[sh, -c, {JsonSerializer.Serialize("ulimit -c 0; echo last words; " + script)}]", keys);
        await Broker.ReachesAsync(job + "-001", state);
        var explained = (await Broker.GetAsync($"/api/v1/explain/{job}/1")).GetProperty("instances")[0];
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
        product.Home.File("plain", "text");
        product.Home.File("script", "#!/no/such/interpreter\n", executable: true);
        var instance = await StartAsync($"[{program}]", Never) + "-001";
        await Broker.ReachesAsync(instance, InstanceState.Failed);
        var cause = Broker.Instance(instance).Cause!;
        Assert.Equal(kind, cause.Kind);
        Assert.Contains(text, cause.Text, StringComparison.Ordinal);
        Assert.Null(Broker.Instance(instance).Pid);
    }

    [Fact]
    public async Task Directory_ThatIsGone_IsInItsStateWithItsCause()
    {
        var folder = Directory.CreateDirectory(Path.Combine(product.Home.Path, "work"));
        var job = await StartAsync("[\"true\"]", Never + ", directoryPath: work");
        await Broker.ReachesAsync(job + "-001", InstanceState.Finished);
        folder.Delete();
        await ControlAsync(job, "start");
        await Broker.ReachesAsync(job + "-001", InstanceState.Failed);
        var cause = Broker.Instance(job + "-001").Cause!;
        Assert.Equal(CauseKind.DirectoryMissing, cause.Kind);
        Assert.Equal($"the working directory '{folder.FullName}' does not exist; there is '{product.Home.Path}'", cause.Text);
    }

    [Fact]
    public async Task Process_ThatIgnoresSigterm_IsStoppedByForce()
    {
        var job = await StartAsync("[sh, -c, \"trap '' TERM; echo deaf; while :; do sleep 0.05; done\"]", "");
        await Eventually.HoldsAsync(() => LinesOf(job).Contains("deaf"));
        await Broker.ReachesAsync(job + "-001", InstanceState.Running);
        var pid = Broker.Instance(job + "-001").Pid!.Value;
        await ControlAsync(job, "stop");
        await Broker.ReachesAsync(job + "-001", InstanceState.Stopped);
        var stopped = Broker.Instance(job + "-001");
        Assert.Equal(CauseKind.Requested, stopped.Cause!.Kind);
        Assert.Equal("signal 9 (SIGKILL), sent by service-broker because it did not end within 2 s of SIGTERM", stopped.LastExit);
        Assert.True(IsGone(pid));
    }

    [Fact]
    public async Task Process_ThatLeavesChildren_TakesThemAlong()
    {
        var job = await StartAsync("[sh, -c, \"sleep 1000 & echo $!; exit 7\"]", Never);
        await Broker.ReachesAsync(job + "-001", InstanceState.Failed);
        Assert.Equal("exit code 7", Broker.Instance(job + "-001").Cause!.Text);
        Assert.True(IsGone(int.Parse(LinesOf(job)[0], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Process_ThatFloodsItsLog_GoesOnAndTheLogStaysSmall()
    {
        var job = await StartAsync("[\"yes\", flood]", "");
        await Eventually.HoldsAsync(() => File.Exists(LogOf(job) + ".1"), "the log was rotated");
        await Broker.ReachesAsync(job + "-001", InstanceState.Running);
        Assert.Equal(0, Broker.Instance(job + "-001").Restarts);
        await ControlAsync(job, "stop");
        await Broker.ReachesAsync(job + "-001", InstanceState.Stopped);
        Assert.All(Directory.GetFiles(Path.Combine(product.Home.Path, "logs")), log => Assert.True(new FileInfo(log).Length <= 100_000, log));
    }

    private static bool IsGone(int pid) => ProcStat.Read(pid) is null or { IsGone: true };

    private async Task ControlAsync(string job, string request)
    {
        using var answer = await Broker.Http.PostAsync($"/api/v1/instances/{job}/1/{request}", null).WaitAsync(Within.Default);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
    }

    private string LogOf(string job) => Path.Combine(product.Home.Path, "logs", job + "-001.log");

    private string[] LinesOf(string job) => File.Exists(LogOf(job)) ? File.ReadAllLines(LogOf(job)) : [];

    private Task<string> StartAsync(string command, string keys) => product.ApplyServiceAsync($"command: {command}{keys}");
}
