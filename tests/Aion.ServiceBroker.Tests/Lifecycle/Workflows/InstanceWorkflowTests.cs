using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Board;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Platforms.Processes.Native;
using Aion.ServiceBroker.Tests.EndToEnd;
using Aion.ServiceBroker.Lifecycle.Workflows;
using Dapr.Workflow;

namespace Aion.ServiceBroker.Tests.Lifecycle.Workflows;

/// <summary>The whole way: real processes, workflows in the real sidecar.</summary>
public sealed class InstanceWorkflowTests : IAsyncLifetime
{
    private readonly TempFolder _home = new();
    private readonly int _port = FreePort.Next();
    private RealSidecar _sidecar = null!;

    public async Task InitializeAsync() => _sidecar = await RealSidecar.StartAsync(_home.Path, _port);

    public async Task DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Crash_First_IsFollowedByANewProcessAtOnce()
    {
        await using var broker = await StartAsync();
        await broker.ApplyAsync(Job("exec sleep 1000", "startup: yes, restart: {resetAfter: 1ms}"));
        await broker.ReachesAsync("job-001", InstanceState.Running);
        ConcurrentQueue<InstanceState> entered = [];
        broker.App.Services.GetRequiredService<InstanceBoard>().Changed += (before, entry) =>
        {
            if (before.Phase != entry.State.Phase)
            {
                entered.Enqueue(entry.State.Phase);
            }
        };
        for (var i = 1; i <= 20; i++)
        {
            // One that ran longer than `resetAfter` failed for the first time.
            await Eventually.HoldsAsync(() => broker.Instance("job-001") is { State: InstanceState.Running, StartedAt: { } at } now && now.Run == i
                && TimeProvider.System.GetUtcNow() - at > TimeSpan.FromMilliseconds(50), "a new process runs");
            _ = Posix.Kill(broker.Instance("job-001").Pid!.Value, Posix.SigKill);
        }

        await Eventually.HoldsAsync(() => broker.Instance("job-001") is { State: InstanceState.Running, Run: 21 }, "the last process runs");
        Assert.Equal(Enumerable.Repeat<InstanceState[]>([InstanceState.Starting, InstanceState.Running], 20).SelectMany(s => s), entered);
        Assert.Equal("signal 9 (SIGKILL)", broker.Instance("job-001").LastExit![..18]);
    }

    [Fact]
    public async Task Sidecar_IsLost_NothingRestartsAndWhatHappenedIsDoneWhenItIsBack()
    {
        await using var broker = await StartAsync();
        await broker.ApplyAsync(Project(("stays", "exec sleep 1000", "startup: yes"), ("dies", "exec sleep 1000", "startup: yes")));
        await broker.ReachesAsync("stays-001", InstanceState.Running);
        await broker.ReachesAsync("dies-001", InstanceState.Running);
        var (stays, dies) = (broker.Instance("stays-001").Pid, broker.Instance("dies-001").Pid);

        await _sidecar.DisposeAsync();
        _ = Posix.Kill(dies!.Value, Posix.SigKill);
        await Eventually.HoldsAsync(() => ProcStat.Read(dies.Value) is null or { IsGone: true });
        Assert.Equal((InstanceState.Running, stays), (broker.Instance("stays-001").State, broker.Instance("stays-001").Pid));

        _sidecar = await RealSidecar.StartAsync(_home.Path, _port, _sidecar.Broker);
        await Eventually.HoldsAsync(() => broker.Instance("dies-001") is { State: InstanceState.Running, Run: 2 }, "the one that died runs again");
        Assert.Equal((stays, 1), (broker.Instance("stays-001").Pid, broker.Instance("stays-001").Run));
    }

    [Fact]
    public async Task Workflow_IsEndedByDaprsApi_BeginsAgainWithWhatIsKnown()
    {
        await using var broker = await StartAsync();
        await broker.ApplyAsync(Project(("dies", "exec sleep 1000", "startup: yes"), ("held", "exec sleep 1000", "startup: yes")));
        await broker.ReachesAsync("dies-001", InstanceState.Running);
        await broker.ReachesAsync("held-001", InstanceState.Running);
        (await broker.Http.PostAsync("/api/v1/instances/held/stop", null)).EnsureSuccessStatusCode();
        await broker.ReachesAsync("held-001", InstanceState.Stopped);
        var workflows = broker.App.Services.GetRequiredService<DaprWorkflowClient>();
        foreach (var service in (string[])["dies", "held"])
        {
            await workflows.TerminateWorkflowAsync(DaprInstanceWorkflows.IdOf(service, 1));
        }

        _ = Posix.Kill(broker.Instance("dies-001").Pid!.Value, Posix.SigKill);
        await Eventually.HoldsAsync(() => broker.Instance("dies-001") is { State: InstanceState.Running, Run: 2 }, "the one that died runs again");
        (await broker.Http.PostAsync("/api/v1/instances/held/start", null)).EnsureSuccessStatusCode();
        await Eventually.HoldsAsync(() => broker.Instance("held-001") is { State: InstanceState.Running, Run: 2 }, "the stopped one is started");
    }

    [Fact]
    public async Task Workflow_EndedBetweenTwoBrokers_IsNotForgottenWhatPeopleAskedFor()
    {
        var keep = new Dictionary<string, string?> { ["Aion:ServiceBroker:KeepRunningOnStop"] = "true" };
        var project = Project(("runs", "exec sleep 1000", "startup: yes"), ("held", "exec sleep 1000", "startup: yes"));
        int? pid;
        await using (var first = await StartAsync(keep))
        {
            await first.ApplyAsync(project);
            await first.ReachesAsync("runs-001", InstanceState.Running);
            await first.ReachesAsync("held-001", InstanceState.Running);
            (await first.Http.PostAsync("/api/v1/instances/held/stop", null)).EnsureSuccessStatusCode();
            await first.ReachesAsync("held-001", InstanceState.Stopped);
            pid = first.Instance("runs-001").Pid;

            // Begins the workflow of the stopped one anew, so that its input holds the stop.
            for (var i = 0; i < 40; i++)
            {
                first.App.Services.GetRequiredService<SignalSenders>().Raise("held", 1, new InstanceSignal(SignalKind.Tick));
                await first.App.Services.GetRequiredService<SignalSenders>().SentAsync("held", 1);
            }

            var workflows = first.App.Services.GetRequiredService<DaprWorkflowClient>();
            await workflows.TerminateWorkflowAsync(DaprInstanceWorkflows.IdOf("held", 1));
            await workflows.TerminateWorkflowAsync(DaprInstanceWorkflows.IdOf("runs", 1));
        }

        await using var second = await StartAsync();
        await second.ApplyAsync(project);
        await second.ReachesAsync("runs-001", InstanceState.Running);
        Assert.Equal((pid, InstanceState.Stopped), (second.Instance("runs-001").Pid, second.Instance("held-001").State));
    }

    [Fact]
    public async Task Apply_OfTheSame_AndNewBrokers_RestartNothing()
    {
        var keep = new Dictionary<string, string?> { ["Aion:ServiceBroker:KeepRunningOnStop"] = "true" };
        var project = Project(("one", "exec sleep 1000", "startup: yes"), ("two", "exec sleep 1000", "startup: yes, always: yes"));
        int?[] pids = [];
        for (var i = 0; i < 3; i++)
        {
            await using var broker = await StartAsync(keep);
            await broker.ApplyAsync(project);
            await broker.ApplyAsync(project);
            await broker.ReachesAsync("one-001", InstanceState.Running);
            await broker.ReachesAsync("two-001", InstanceState.Running);
            int?[] now = [.. broker.Instances.Select(s => s.Pid)];
            pids = i == 0 ? now : pids;
            Assert.Equal(pids, now);
            Assert.All(broker.Instances, s => Assert.Equal((1, 0, 0), (s.Run, s.Restarts, s.Tries)));
        }

        // Ends what was left.
        await (await StartAsync()).DisposeAsync();
    }

    [Fact]
    public async Task Update_ThatEndsSoon_IsRolledBackAndReported()
    {
        await using var broker = await StartAsync();
        await broker.ApplyAsync(Job("exec sleep 1000", "startup: yes"));
        await broker.ReachesAsync("job-001", InstanceState.Running);
        var bad = Job("echo no licence; exit 3", "startup: yes");
        Assert.Equal("restart", Step(await broker.ApplyAsync(bad, "plan")).GetProperty("action").GetString());
        await broker.ApplyAsync(bad);
        await Eventually.HoldsAsync(() => broker.Instance("job-001") is { State: InstanceState.Running, Note: not null }, "the version before runs again");
        Assert.StartsWith("the update (command changed) was rolled back: exit code 3", broker.Instance("job-001").Note, StringComparison.Ordinal);

        var pid = broker.Instance("job-001").Pid;
        var again = Step(await broker.ApplyAsync(bad));
        Assert.Equal("keep", again.GetProperty("action").GetString());
        Assert.Contains("rolled back", again.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(pid, broker.Instance("job-001").Pid);
        var story = (await broker.GetAsync("/api/v1/explain/job/1")).GetProperty("instances")[0];
        Assert.Equal(2, story.GetProperty("rolledBack").GetProperty("generation").GetInt32());
        Assert.Equal("no licence", story.GetProperty("lastEnd").GetProperty("cause").GetProperty("logTail")[0].GetString());

        var forced = Step(await broker.ApplyAsync(bad, force: true));
        Assert.Equal(("restart", "command changed"), (forced.GetProperty("action").GetString(), forced.GetProperty("reason").GetString()));
        await Eventually.HoldsAsync(() => broker.Instance("job-001") is { State: InstanceState.Running, Run: 5, Note: not null }, "it was tried and rolled back again");
    }

    [Fact]
    public async Task Update_OfABusyInstance_WaitsUntilItSaysThatItIsFree()
    {
        await using var broker = await StartAsync();
        await broker.ApplyAsync(Job("exec sleep 1000", "startup: yes, restart: {deferUpTo: 1h}"));
        await broker.ReachesAsync("job-001", InstanceState.Running);
        var pid = broker.Instance("job-001").Pid;
        await SetBusyAsync(broker, """{"service":"job","busy":true,"reason":"burns a disc"}""");
        await Eventually.HoldsAsync(() => broker.Instance("job-001").Busy == "burns a disc");

        var step = Step(await broker.ApplyAsync(Job("exec sleep 2000", "startup: yes, restart: {deferUpTo: 1h}")));
        Assert.Equal("defer", step.GetProperty("action").GetString());
        Assert.Contains("burns a disc", step.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(pid, broker.Instance("job-001").Pid);
        await SetBusyAsync(broker, """{"service":"job","busy":false}""");
        await Eventually.HoldsAsync(() => broker.Instance("job-001") is { State: InstanceState.Running, Pid: { } next } && next != pid, "it was replaced");
    }

    [Fact]
    public async Task Build_MadeANewProgram_ReplacesThatServiceAlone()
    {
        await using var broker = await StartAsync();
        var project = Project(("built", "exec sleep 1000", "startup: yes, build: [make]"), ("other", "exec sleep 1000", "startup: yes"));
        Stamp("first");
        await broker.ApplyAsync(project);
        await broker.ReachesAsync("built-001", InstanceState.Running);
        await broker.ReachesAsync("other-001", InstanceState.Running);
        Stamp("second");
        var steps = (await broker.ApplyAsync(project)).GetProperty("steps").EnumerateArray()
            .Select(s => $"{s.GetProperty("action").GetString()}: {s.GetProperty("reason").GetString()}");
        Assert.Equal(["restart: rebuilt", "keep: unchanged"], steps);
        await Eventually.HoldsAsync(() => broker.Instance("built-001") is { State: InstanceState.Running, Run: 2 });
        Assert.Equal(1, broker.Instance("other-001").Run);
    }

    [Fact]
    public async Task Control_StopStartRestart_OfOneInstance()
    {
        await using var broker = await StartAsync();
        var project = Job("exec sleep 1000", "startup: yes, always: yes, scale: 2");
        await broker.ApplyAsync(project);
        await broker.ReachesAsync("job-001", InstanceState.Running);
        await broker.ReachesAsync("job-002", InstanceState.Running);
        var other = broker.Instance("job-002").Pid;
        Assert.Equal(HttpStatusCode.Accepted, await AskAsync(broker, "job/1/stop"));
        await broker.ReachesAsync("job-001", InstanceState.Stopped);
        await broker.ApplyAsync(project);
        Assert.Equal(InstanceState.Stopped, broker.Instance("job-001").State);
        Assert.Equal(HttpStatusCode.Accepted, await AskAsync(broker, "job/1/start"));
        await broker.ReachesAsync("job-001", InstanceState.Running);
        Assert.Equal(HttpStatusCode.Accepted, await AskAsync(broker, "job/1/restart"));
        await Eventually.HoldsAsync(() => broker.Instance("job-001") is { State: InstanceState.Running, Run: 3 });
        Assert.Equal((other, 1), (broker.Instance("job-002").Pid, broker.Instance("job-002").Run));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(broker, "nobody/restart"));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(broker, "job/1/explode"));
    }

    [Fact]
    public async Task DependsOn_HealthyAndFinished_OrderTheStartsAndTheRestart()
    {
        await using var broker = await StartAsync();
        await broker.ApplyAsync("""
            deviceName: here
            microservices:
              setup: {command: [sh, -c, "while [ ! -e set ]; do sleep 0.01; done"], startup: yes}
              base: {command: [sleep, "1000"], startup: yes, health: {command: [test, -e, ready], interval: 100ms, timeout: 90ms}}
              job: {command: [sleep, "1000"], startup: yes, dependsOn: [{name: setup, condition: finished}, {name: base, condition: healthy, restart: yes}]}
            """);
        await broker.ReachesAsync("base-001", InstanceState.Running);
        await broker.ReachesAsync("job-001", InstanceState.Waiting);
        Assert.Equal(CauseKind.Dependency, broker.Instance("job-001").Cause!.Kind);
        _home.File("set", "");
        await Eventually.HoldsAsync(() => broker.Instance("job-001").WaitingFor is [var one] && one.StartsWith("base-001", StringComparison.Ordinal));
        _home.File("ready", "");
        await broker.ReachesAsync("base-001", InstanceState.Healthy);
        await broker.ReachesAsync("job-001", InstanceState.Running);

        Assert.Equal(HttpStatusCode.Accepted, await AskAsync(broker, "base/restart"));
        await Eventually.HoldsAsync(() => broker.Instance("job-001") is { State: InstanceState.Running, Run: 2 }, "the dependent was restarted");
    }

    private void Stamp(string text)
    {
        Directory.CreateDirectory(Path.Combine(_home.Path, "run", "builds"));
        File.WriteAllText(Path.Combine(_home.Path, "run", "builds", "built.stamp"), text);
    }

    private static string Job(string script, string options) => Project(("job", script, options));

    private static string Project(params (string Name, string Script, string Options)[] services) => "deviceName: here\nmicroservices:\n"
        + string.Concat(services.Select(s => $"  {s.Name}: {{command: [sh, -c, \"{s.Script}\"], {s.Options}}}\n"));

    private static JsonElement Step(JsonElement answer) => answer.GetProperty("steps")[0];

    private static async Task<HttpStatusCode> AskAsync(BrokerFixture broker, string what)
    {
        using var answer = await broker.Http.PostAsync("/api/v1/instances/" + what, null).WaitAsync(Within.Default);
        return answer.StatusCode;
    }

    private static async Task SetBusyAsync(BrokerFixture broker, string body)
    {
        using var answer = await broker.Http.PutAsJsonAsync("/api/v1/busy", JsonDocument.Parse(body).RootElement).WaitAsync(Within.Default);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private Task<BrokerFixture> StartAsync(Dictionary<string, string?>? settings = null) => BrokerFixture.StartAsync(
        _sidecar.Broker.HttpEndpoint.ToString(), _sidecar.Broker.GrpcEndpoint.ToString(), _home, _port, settings);
}
