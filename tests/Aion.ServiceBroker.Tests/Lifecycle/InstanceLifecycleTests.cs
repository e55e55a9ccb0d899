using Aion.Contracts.Events;
using Aion.Contracts.V1;
using Aion.ServiceBroker.Lifecycle;

namespace Aion.ServiceBroker.Tests.Lifecycle;

/// <summary>Real processes under the whole broker.</summary>
public sealed class InstanceLifecycleTests : IAsyncLifetime
{
    private readonly TempFolder _home = new();
    private FakeDapr _dapr = null!;

    public async Task InitializeAsync() => _dapr = await FakeDapr.StartAsync();

    public async Task DisposeAsync()
    {
        await _dapr.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Startup_StartsEveryInstanceWithAionsEnvironment()
    {
        await using var broker = await StartAsync(Job("env; echo the end; sleep 1000", "startup: yes, scale: 2, env: {OWN: 1}"));
        await broker.ReachesAsync("job-001", InstanceState.Running);
        await broker.ReachesAsync("job-002", InstanceState.Running);
        await Eventually.HoldsAsync(() => LinesOf("job-002").Contains("the end"), "its environment is written");
        Assert.Superset(
            new HashSet<string> { $"AION_HOME={_home.Path}", "DEVICE_NAME=here", "DEBUG=false", "MS_NUMBER=2", "SERVICE_NAME=job", "KANBAN_ADDR=127.0.0.1:11010", "OWN=1" },
            LinesOf("job-002").ToHashSet());
    }

    [Fact]
    public async Task Environment_ServiceSetsAionsVariables_ThePlatformsWinButForTheKanbanAddress()
    {
        const string Env = "env: {AION_HOME: /other, DEVICE_NAME: other, DEBUG: mine, MS_NUMBER: 7, SERVICE_NAME: other, APP_PORT: 7, KANBAN_ADDR: 10.0.0.1:1, LAST: 1}";
        await using var broker = await StartAsync(Job("env | sort; sleep 1000", $"startup: yes, dapr: {{appPort: 5000}}, {Env}"));
        string[] expected =
        [
            $"AION_HOME={_home.Path}", "APP_PORT=5000", "DEBUG=false", "DEVICE_NAME=here", "KANBAN_ADDR=10.0.0.1:1", "LAST=1", "MS_NUMBER=1", "SERVICE_NAME=job",
        ];
        string[] Told() => [.. LinesOf("job-001").Where(line => expected.Any(e => line.StartsWith(e[..(e.IndexOf('=') + 1)], StringComparison.Ordinal))).Order(StringComparer.Ordinal)];
        await Eventually.HoldsAsync(() => Told().Length == expected.Length);
        Assert.Equal(expected, Told());
    }

    [Fact]
    public async Task Kanban_WakesAServiceThatIsNotRunning()
    {
        await using var broker = await StartAsync(Job("sleep 1000"));
        Assert.Equal(InstanceState.Waiting, broker.Instance("job-001").State);
        await broker.DeliverAsync(Kanbans.Of("feed"));
        await broker.ReachesAsync("job-001", InstanceState.Running);
        Assert.Equal(0, broker.Instance("job-001").Restarts);
    }

    [Fact]
    public async Task Exit_Zero_IsFinishedAndTheNextKanbanStartsItAgain()
    {
        await using var broker = await StartAsync(Job("echo run"));
        await broker.DeliverAsync(Kanbans.Of("feed"));
        await broker.ReachesAsync("job-001", InstanceState.Finished);
        await broker.DeliverAsync(Kanbans.Of("feed"));
        await Eventually.HoldsAsync(() => LinesOf("job-001").Length == 2);
        await broker.ReachesAsync("job-001", InstanceState.Finished);
        Assert.Equal((1, 0), (broker.Instance("job-001").Restarts, broker.Instance("job-001").LastExitCode));
    }

    [Fact]
    public async Task Exit_WithKanbansLeftInTheQueue_StartsItAgain()
    {
        await using var broker = await StartAsync(Job("while [ ! -e go ]; do sleep 0.01; done; echo run"));
        await broker.DeliverAsync(Kanbans.Of("feed"));
        await broker.ReachesAsync("job-001", InstanceState.Running);
        await broker.DeliverAsync(Kanbans.Of("feed"));
        _dapr.Queues[("job", 1)] = new QueueInfo { Service = "job", ProcessNumber = 1, Held = 1 };
        _home.File("go", "");
        await Eventually.HoldsAsync(() => LinesOf("job-001").Length >= 2);
    }

    [Fact]
    public async Task Start_KanbansWaitInTheQueue_StartsIt()
    {
        _dapr.Queues[("job", 1)] = new QueueInfo { Service = "job", ProcessNumber = 1, Held = 3 };
        await using var broker = await StartAsync(Job("sleep 1000"));
        await broker.ReachesAsync("job-001", InstanceState.Running);
    }

    [Fact]
    public async Task Exit_One_NeverRestarted_IsFailedWithItsCause()
    {
        await using var broker = await StartAsync(Job("exit 1", "startup: yes, restart: {policy: never}"));
        await broker.ReachesAsync("job-001", InstanceState.Failed);
        Assert.Equal("exit code 1", broker.Instance("job-001").Cause?.Text);
        Assert.Null(broker.Instance("job-001").Pid);
    }

    [Fact]
    public async Task Start_MissingCommand_SaysSoAndKeepsTrying()
    {
        await using var broker = await StartAsync("""
            deviceName: here
            microservices:
              once: {command: [./missing], startup: yes, restart: {policy: never}}
              keep: {command: [./later], startup: yes, restart: {backoff: {first: 100ms}}}
            """);
        await broker.ReachesAsync("once-001", InstanceState.Failed);
        Assert.Contains("/missing' does not exist", broker.Instance("once-001").Cause?.Text, StringComparison.Ordinal);
        await broker.ReachesAsync("keep-001", InstanceState.Backoff);
        _home.File("later", "#!/bin/sh\nsleep 1000", executable: true);
        await broker.ReachesAsync("keep-001", InstanceState.Running);
    }

    [Fact]
    public async Task Always_IsRestartedWithItsExitTold()
    {
        await using var broker = await StartAsync(Job("echo run; exit 7", "startup: yes, always: yes"));
        await Eventually.HoldsAsync(() => LinesOf("job-001").Length >= 3);
        Assert.Equal("exit code 7", broker.Instance("job-001").LastExit);
        Assert.True(broker.Instance("job-001").Restarts >= 2);
    }

    [Theory]
    [InlineData("{\"metadata\":{\"type\":\"terminate\",\"name\":\"job\",\"number\":\"1\"}}", "service-broker")]
    [InlineData("{\"metadata\":{\"type\":\"terminate\",\"name\":\"job\",\"number\":1}}", "")]
    public async Task Terminate_StopsAndFinishesAndIsNeverRouted(string data, string key)
    {
        await using var broker = await StartAsync(
            Job("sleep 1000", "startup: yes"), new() { ["Aion:ServiceBroker:TerminateGrace"] = "00:00:00.1" });
        await broker.ReachesAsync("job-001", InstanceState.Running);
        Assert.Equal(["SUCCESS"], await broker.DeliverAsync(Kanbans.Of("feed", key: key, data: data)));
        await broker.ReachesAsync("job-001", InstanceState.Finished);
        Assert.DoesNotContain(_dapr.Published, p => p.Topic.StartsWith("kanban.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Terminate_OfAnAlwaysService_IsIgnored()
    {
        await using var broker = await StartAsync(Job("sleep 1000", "startup: yes, always: yes"));
        await broker.ReachesAsync("job-001", InstanceState.Running);
        const string Data = """{"metadata":{"type":"terminate","name":"job","number":1}}""";
        Assert.Equal(["SUCCESS", "SUCCESS"], await broker.DeliverAsync(
            Kanbans.Of("feed", key: "service-broker", data: Data), Kanbans.Of("feed")));
        Assert.Equal(InstanceState.Running, broker.Instance("job-001").State);
    }

    [Fact]
    public async Task Changes_AreAnnouncedAndStored()
    {
        await using (var broker = await StartAsync(Job("exit 1", "startup: yes, restart: {policy: never}")))
        {
            await broker.ReachesAsync("job-001", InstanceState.Failed);
            await Eventually.HoldsAsync(() => States().Contains("failed"));
            Assert.Equal(["starting", "running", "failed"], States());
            Assert.Contains("\"state\":\"failed\"", _dapr.State("servicebroker.instance.job-001"), StringComparison.Ordinal);
        }

        Assert.Equal("stopped", States()[^1]);
    }

    [Fact]
    public async Task Stop_OfTheBroker_LeavesNoProcess()
    {
        var broker = await StartAsync(Job("sleep 1000 & sleep 1000", "startup: yes, scale: 2"));
        await broker.ReachesAsync("job-001", InstanceState.Running);
        await broker.ReachesAsync("job-002", InstanceState.Running);
        var sessions = broker.Instances.Select(i => i.Pid).OfType<int>().ToArray();
        Assert.Equal(2, sessions.Length);
        await broker.DisposeAsync();
        Assert.DoesNotContain(
            Aion.ServiceBroker.Platforms.Processes.Native.ProcStat.ReadAll(), p => sessions.Contains(p.Session) && !p.IsGone);
    }

    private static string Job(string script, string options = "startup: no") => $$"""
        deviceName: here
        microservices:
          feed: {command: [sleep, "1000"], nextService: {default: [{name: job}] } }
          job: {command: [sh, -c, "{{script}}"], {{options}} }
        """;

    private string[] LinesOf(string name)
    {
        var path = Path.Combine(_home.Path, "logs", name + ".log");
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }

    private string[] States() =>
    [
        .. _dapr.On(Topics.Lifecycle).Where(e => e is { Type: LifecycleEvent.Instance, Service: "job" })
            .Select(e => System.Text.Json.JsonDocument.Parse(e.Data).RootElement.GetProperty("state").GetString()!),
    ];

    private async Task<BrokerFixture> StartAsync(string project, Dictionary<string, string?>? settings = null)
    {
        var broker = await BrokerFixture.StartAsync(_dapr, _home, settings);
        await broker.ApplyAsync(project);
        return broker;
    }
}
