using System.Net;
using System.Text;
using System.Text.Json;
using Aion.Contracts.Events;
using Aion.Contracts.Projectpb;
using Aion.Contracts.Servicepb;
using Aion.ServiceBroker.Lifecycle;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;

namespace Aion.ServiceBroker.Tests.Projects;

public sealed class ProjectApplyTests : IAsyncLifetime
{
    private const string Two = """
        deviceName: here
        microservices:
          one: {command: [sleep, "1000"], startup: yes, nextService: {default: [{name: two}]}}
          two: {command: [sleep, "1000"], startup: yes, acknowledge: output}
        """;

    private readonly TempFolder _home = new();
    private FakeDapr _dapr = null!;

    public async Task InitializeAsync() => _dapr = await FakeDapr.StartAsync();

    public async Task DisposeAsync()
    {
        await _dapr.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Apply_IsStoredAndAnnouncedForStatusKanban()
    {
        await using var broker = await BrokerFixture.StartAsync(_dapr, _home);
        await broker.ApplyAsync(Two);
        Assert.Equal(
            """{"generation":1,"deviceName":"here","services":[{"name":"one","scale":1,"withoutKanban":false,"acknowledge":"delivery"},{"name":"two","scale":1,"withoutKanban":false,"acknowledge":"output"}]}""",
            _dapr.State("servicebroker.project"));
        await Eventually.HoldsAsync(() => _dapr.On(Topics.Lifecycle).Any(e => e.Type == LifecycleEvent.ProjectApplied
            && Kanbans.Text(e).Contains("\"generation\":1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Apply_Twice_ChangesNothing()
    {
        await using var broker = await BrokerFixture.StartAsync(_dapr, _home);
        await broker.ApplyAsync(Two);
        await broker.ReachesAsync("one-001", InstanceState.Running);
        await broker.ReachesAsync("two-001", InstanceState.Running);
        var before = broker.Instances;
        var stored = _dapr.State("servicebroker.project.model");

        var again = await broker.ApplyAsync(Two);
        Assert.False(again.GetProperty("changed").GetBoolean());
        Assert.Equal(["keep", "keep"], Actions(again));
        Assert.Equal(before, broker.Instances);
        Assert.Equal(stored, _dapr.State("servicebroker.project.model"));
    }

    [Fact]
    public async Task Apply_Change_RestartsOnlyWhatChangedAndTakesOverTheRest()
    {
        await using var broker = await BrokerFixture.StartAsync(_dapr, _home);
        await broker.ApplyAsync(Two);
        await broker.ReachesAsync("one-001", InstanceState.Running);
        await broker.ReachesAsync("two-001", InstanceState.Running);
        var (one, two) = (broker.Instance("one-001").Pid, broker.Instance("two-001").Pid);

        // `one` gets another route, which its process does not see; `two` another command; `three` is new.
        var changed = Two.Replace("name: two", "name: three", StringComparison.Ordinal)
            .Replace("\"1000\"], startup: yes, ack", "\"2000\"], startup: yes, ack", StringComparison.Ordinal)
            + "\n  three: {command: [sleep, \"1000\"]}\n";
        var plan = await broker.ApplyAsync(changed, "plan");
        Assert.Equal(one, broker.Instance("one-001").Pid);
        var applied = await broker.ApplyAsync(changed);
        Assert.Equal(["keep", "restart", "wait"], Actions(applied));
        Assert.Equal(Actions(plan), Actions(applied));
        await broker.ReachesAsync("two-001", InstanceState.Running);
        Assert.Equal(one, broker.Instance("one-001").Pid);
        Assert.NotEqual(two, broker.Instance("two-001").Pid);
        await broker.DeliverAsync(Kanbans.Of("one"));
        Assert.Single(_dapr.On("kanban.before.three.001"));

        Assert.Equal(["stop", "stop", "stop"], Actions(await broker.ApplyAsync("", "delete")));
        Assert.Empty(broker.Instances);
    }

    [Fact]
    public async Task Apply_WithErrors_ChangesNothingAndListsThem()
    {
        await using var broker = await BrokerFixture.StartAsync(_dapr, _home);
        await broker.ApplyAsync(Two);
        using var content = new StringContent("microservices:\n  one: {command: [x], nextService: {k: [{name: nobody}]}, scael: 2}\n");
        using var answer = await broker.Http.PostAsync("/api/v1/apply", content);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var diagnostics = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("diagnostics");
        Assert.True(diagnostics.GetArrayLength() >= 2);
        Assert.Equal("error", diagnostics[0].GetProperty("severity").GetString());
        Assert.Equal(2, broker.Instances.Count);
    }

    [Fact]
    public async Task Apply_StoreDown_IsRefusedAndChangesNothing()
    {
        await using var broker = await BrokerFixture.StartAsync(_dapr, _home);
        _dapr.StateFails = true;
        using var content = new StringContent(Two);
        using var answer = await broker.Http.PostAsync("/api/v1/apply", content);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Empty(broker.Instances);
        _dapr.StateFails = false;
        await broker.ApplyAsync(Two);
        await broker.ReachesAsync("one-001", InstanceState.Running);
    }

    [Fact]
    public async Task Restart_OfTheBroker_ContinuesTheProject()
    {
        await using (var first = await BrokerFixture.StartAsync(_dapr, _home))
        {
            await first.ApplyAsync(Two);
            await first.ReachesAsync("one-001", InstanceState.Running);
        }

        await using var second = await BrokerFixture.StartAsync(_dapr, _home);
        await second.ReachesAsync("one-001", InstanceState.Running);
        await second.DeliverAsync(Kanbans.Of("one"));
        Assert.Single(_dapr.On("kanban.before.two.001"));
        Assert.Equal(1, (await second.GetAsync("/api/v1/status")).GetProperty("generation").GetInt32());
    }

    [Fact]
    public async Task Restart_ProjectStoredByAnotherVersion_GetsDefaultsForWhatIsMissing()
    {
        // Neither env, nextService nor devices; and a key that is not known here.
        _dapr.Store("servicebroker.project.model", """
            {"generation":4,"directory":"/","project":{"deviceName":"here","later":1,"services":[
              {"name":"one","label":"one","image":"one","command":["sleep","1000"],"scale":1,"startup":true}]}}
            """);
        await using var broker = await BrokerFixture.StartAsync(_dapr, _home);
        await broker.ReachesAsync("one-001", InstanceState.Running);
        Assert.Equal(4, (await broker.GetAsync("/api/v1/status")).GetProperty("generation").GetInt32());
    }

    [Fact]
    public async Task Restart_StoredProjectCannotBeRead_StartsWithoutOne()
    {
        _dapr.Store("servicebroker.project.model", """{"generation":4}""");
        await using var broker = await BrokerFixture.StartAsync(_dapr, _home);
        Assert.Empty(broker.Instances);
    }

    [Fact]
    public async Task Restart_KeepRunning_AdoptsTheProcesses()
    {
        var keep = new Dictionary<string, string?> { ["Aion:ServiceBroker:KeepRunningOnStop"] = "true" };
        int? pid;
        await using (var first = await BrokerFixture.StartAsync(_dapr, _home, keep))
        {
            await first.ApplyAsync(Two);
            await first.ReachesAsync("one-001", InstanceState.Running);
            pid = first.Instance("one-001").Pid;
        }

        await using var second = await BrokerFixture.StartAsync(_dapr, _home);
        await second.ReachesAsync("one-001", InstanceState.Running);
        Assert.Equal((pid, true), (second.Instance("one-001").Pid, second.Instance("one-001").Adopted));
    }

    [Fact]
    public async Task Apply_AsTheFirstOfARun_AdoptsWhatIsUnchangedAndStartsOnlyWhatChanged()
    {
        const string Project = """
            deviceName: here
            microservices:
              same: {command: [sleep, "1000"], startup: yes}
              other: {command: [sleep, "1000"], startup: yes}
              gone: {command: [sleep, "1000"], startup: yes}
              done: {command: [sh, -c, "echo run"], startup: yes}
              again: {command: [sh, -c, "echo first"], startup: yes}
            """;
        InstanceStatus[] before;
        await using (var first = await BrokerFixture.StartAsync(_dapr, _home, new() { ["Aion:ServiceBroker:KeepRunningOnStop"] = "true" }))
        {
            await first.ApplyAsync(Project);
            await Task.WhenAll(
                first.ReachesAsync("same-001", InstanceState.Running), first.ReachesAsync("other-001", InstanceState.Running),
                first.ReachesAsync("gone-001", InstanceState.Running), first.ReachesAsync("done-001", InstanceState.Finished),
                first.ReachesAsync("again-001", InstanceState.Finished));
            before = [.. first.Instances];
        }

        await using var second = await BrokerFixture.StartAsync(_dapr, _home, new() { ["Aion:ServiceBroker:RestoreProject"] = "false" });
        Assert.Empty(second.Instances);
        var applied = await second.ApplyAsync(Project
            .Replace("other: {command: [sleep, \"1000\"]", "other: {command: [sleep, \"2000\"]", StringComparison.Ordinal)
            .Replace("  gone: {command: [sleep, \"1000\"], startup: yes}\n", "", StringComparison.Ordinal)
            .Replace("echo first", "echo second", StringComparison.Ordinal));
        Assert.Equal(["keep", "restart", "keep", "restart", "stop"], Actions(applied));

        int? PidBefore(string name) => before.Single(i => i.Name == name).Pid;
        await second.ReachesAsync("other-001", InstanceState.Running);
        await second.ReachesAsync("again-001", InstanceState.Finished);
        await Eventually.HoldsAsync(() => Log("again-001") == "first\nsecond\n");
        Assert.Equal((PidBefore("same-001"), true, 0), (second.Instance("same-001").Pid, second.Instance("same-001").Adopted, second.Instance("same-001").Restarts));
        Assert.NotEqual(PidBefore("other-001"), second.Instance("other-001").Pid);
        Assert.Equal((InstanceState.Finished, "run\n"), (second.Instance("done-001").State, Log("done-001")));
        int?[] ended = [PidBefore("other-001"), PidBefore("gone-001")];
        Assert.DoesNotContain(Aion.ServiceBroker.Platforms.Processes.Native.ProcStat.ReadAll(), p => ended.Contains(p.Pid) && !p.IsGone);
    }

    [Fact]
    public async Task Grpc_AionsClient_AppliesAsksAndDeletes()
    {
        await using var broker = await BrokerFixture.StartAsync(_dapr, _home);
        using var channel = GrpcChannel.ForAddress(broker.GrpcAddress);
        var client = new Contracts.Projectpb.Project.ProjectClient(channel);
        var setting = new AionSetting
        {
            DeviceName = "here",
            Microservices =
            {
                ["one"] = new Microservice { Command = { "sleep", "1000" }, Startup = true, Scale = 1 },
                ["two"] = new Microservice { Command = { "sleep", "1000" }, Scale = 1 },
            },
        };
        var applied = await client.ApplyAsync(setting);
        Assert.Equal(ResponseCode.Ok, applied.Code);
        await broker.ReachesAsync("one-001", InstanceState.Running);
        var status = await client.StatusAsync(new Empty());
        Assert.Equal("""{"one":true,"two":false}""", status.Status["here"]);

        setting.Microservices["one"].NextService["k"] = new NextService { NextServiceSetting = { new NextServiceSetting { NextServiceName = "nobody" } } };
        var refused = await client.ApplyAsync(setting);
        Assert.Equal(ResponseCode.Failed, refused.Code);
        Assert.Contains("nobody", refused.Message, StringComparison.Ordinal);
        Assert.Equal(InstanceState.Running, broker.Instance("one-001").State);

        Assert.Equal(ResponseCode.Ok, (await client.DeleteAsync(setting)).Code);
        Assert.Empty(broker.Instances);
    }

    private string Log(string name) => File.ReadAllText(Path.Combine(_home.Path, "logs", name + ".log"));

    private static string[] Actions(JsonElement answer) =>
        [.. answer.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("action").GetString()!)];
}
