using System.Text.Json;
using Aion.Cli.CommandLine;
using Aion.Cli.Hosting;
using Aion.Testing;

namespace Aion.Cli.Tests.Hosting;

/// <summary>A whole platform with small services, driven by aionctl as people do.</summary>
public sealed class HostTests
{
    private const string Project = """
        deviceName: testbench
        microservices:
          camera:
            startup: yes
            always: yes
            command: [sh, -c, "echo camera on $DEVICE_NAME; exec sleep 600"]
            nextService:
              default: [{name: judge}]
          judge:
            command: [sh, -c, "echo judge $MS_NUMBER; exec sleep 600"]
        """;

    [Fact]
    public async Task Host_FromUpToDown_AnswersAndLeavesNothing()
    {
        await using var home = new TestHome();
        home.Write("project.yml", Project);
        var up = (await AionctlProcess.RunAsync(home, "up", "--detach", "--ports", "auto", "--output", "json")).Expect(ExitCode.Ok).Json();
        Assert.True(up.GetProperty("ready").GetBoolean());
        var host = up.GetProperty("pid").GetInt32();

        var camera = await InstanceAsync(home, "camera-001", "running");
        var service = camera.GetProperty("pid").GetInt32();
        Assert.Contains(service, ServiceProcesses.Find(new AionHome(home.Path)));
        Assert.Equal("waiting", (await InstanceAsync(home, "judge-001", "waiting")).GetProperty("state").GetString());
        await LogAsync(home, "camera", "camera on testbench");

        var status = (await AionctlProcess.RunAsync(home, "status")).Expect(ExitCode.Ok);
        Assert.Contains("SERVICE", status.Output);
        Assert.DoesNotContain('\u001b', status.Output);

        var down = (await AionctlProcess.RunAsync(home, "down", "-o", "json")).Expect(ExitCode.Ok).Json();
        Assert.Equal(host, down.GetProperty("pid").GetInt32());
        Assert.False(HostProcess.IsRunning(host), "The host still runs.");
        Assert.False(HostProcess.IsRunning(service), "The service still runs.");
        Assert.Empty(ServiceProcesses.Find(new AionHome(home.Path)));
        (await AionctlProcess.RunAsync(home, "status")).Expect(ExitCode.NotRunning);
    }

    [Fact]
    public async Task Kanban_SentByHand_StartsTheNextServiceAndIsListed()
    {
        await using var home = await StartAsync();
        var sent = (await AionctlProcess.RunAsync(home, "kanban", "send", "camera", "-m", "{\"part\": 17}", "-o", "json")).Expect(ExitCode.Ok).Json();
        Assert.Equal(36, sent.GetProperty("kanbanId").GetString()!.Length);
        await InstanceAsync(home, "judge-001", "running");
        await LogAsync(home, "judge-001", "judge 1");

        var list = (await AionctlProcess.RunAsync(home, "kanban", "list", "judge", "-o", "json")).Expect(ExitCode.Ok).Json();
        var kanban = list.GetProperty("queues")[0].GetProperty("kanbans")[0].GetProperty("kanban");
        Assert.Equal(17, kanban.GetProperty("metadata").GetProperty("part").GetDouble());
    }

    [Theory]
    [InlineData("{bad")]
    [InlineData("[1]")]
    public async Task KanbanSend_MetadataThatIsNoObject_IsAUsageError(string metadata)
    {
        await using var home = new TestHome();
        var result = (await AionctlProcess.RunAsync(home, "kanban", "send", "camera", "-m", metadata)).Expect(ExitCode.Usage);
        Assert.Contains("--metadata takes a JSON object", result.Error);
    }

    [Fact]
    public async Task KanbanWatch_WhileKanbansPass_PrintsEachAsALine()
    {
        await using var home = await StartAsync();
        await using var watch = AionctlProcess.Start(home, "kanban", "watch", "--output", "json");
        await using var text = AionctlProcess.Start(home, "kanban", "watch");
        await Eventually.HoldsAsync(async () =>
        {
            (await AionctlProcess.RunAsync(home, "kanban", "send", "camera")).Expect(ExitCode.Ok);
            return watch.OutputSoFar.Contains('\n') && text.OutputSoFar.Contains('\n');
        }, "the watch shows a kanban");
        watch.Signal("INT");
        text.Signal("INT");
        Assert.Contains(" camera-001 -[default]-> judge-001", (await text.EndAsync()).Expect(ExitCode.Ok).Output);
        var result = (await watch.EndAsync()).Expect(ExitCode.Ok);
        var first = JsonDocument.Parse(result.Output.Split('\n')[0]).RootElement;
        Assert.Equal("camera", first.GetProperty("service").GetString());
        Assert.Equal("judge", first.GetProperty("to")[0].GetProperty("service").GetString());
    }

    [Fact]
    public async Task KanbanDead_UnroutableKanban_IsListedAndRedriven()
    {
        await using var home = await StartAsync();
        (await AionctlProcess.RunAsync(home, "kanban", "send", "judge")).Expect(ExitCode.Ok);
        var dead = default(JsonElement);
        await Eventually.HoldsAsync(async () =>
        {
            dead = (await AionctlProcess.RunAsync(home, "kanban", "dead", "-o", "json")).Expect(ExitCode.Ok).Json();
            return dead.GetProperty("items").GetArrayLength() == 1;
        }, "the kanban is a dead letter");
        Assert.Equal("no-route", dead.GetProperty("items")[0].GetProperty("reason").GetString());
        Assert.Contains("no-route", (await AionctlProcess.RunAsync(home, "kanban", "dead")).Output);

        var id = dead.GetProperty("items")[0].GetProperty("id").GetString()!;
        var redriven = (await AionctlProcess.RunAsync(home, "kanban", "redrive", id, "-o", "json")).Expect(ExitCode.Ok).Json();
        Assert.Equal(1, redriven.GetProperty("redriven").GetInt32());
        (await AionctlProcess.RunAsync(home, "kanban", "redrive", "no-such-id")).Expect(ExitCode.NotFound);
        (await AionctlProcess.RunAsync(home, "kanban", "redrive")).Expect(ExitCode.Usage);
        (await AionctlProcess.RunAsync(home, "kanban", "dead", "delete")).Expect(ExitCode.Usage);
        (await AionctlProcess.RunAsync(home, "kanban", "dead", "delete", "no-such-id")).Expect(ExitCode.NotFound);
        var deleted = (await AionctlProcess.RunAsync(home, "kanban", "dead", "delete", "--all", "--reason", "poison", "-o", "json")).Expect(ExitCode.Ok).Json();
        Assert.Equal(0, deleted.GetProperty("deleted").GetInt32());
    }

    [Fact]
    public async Task Apply_ChangedProject_RestartsOnlyWhatChanged()
    {
        await using var home = await StartAsync();
        var before = (await InstanceAsync(home, "camera-001", "running")).GetProperty("pid").GetInt32();
        home.Write("project.yml", Project + "\n  archive:\n    startup: yes\n    command: [sleep, \"600\"]\n");

        var plan = (await AionctlProcess.RunAsync(home, "apply", "project.yml", "--plan", "-o", "json")).Expect(ExitCode.Ok).Json();
        Assert.Contains(plan.GetProperty("steps").EnumerateArray(), step =>
            step.GetProperty("instance").GetString() == "archive-001" && step.GetProperty("action").GetString() == "start");
        var applied = (await AionctlProcess.RunAsync(home, "apply", "project.yml", "-o", "json")).Expect(ExitCode.Ok).Json();
        Assert.True(applied.GetProperty("changed").GetBoolean());

        await InstanceAsync(home, "archive-001", "running");
        Assert.Equal(before, (await InstanceAsync(home, "camera-001", "running")).GetProperty("pid").GetInt32());

        home.Write("other.yml", await File.ReadAllTextAsync(Path.Combine(home.Project, "project.yml")));
        Assert.Contains("project.yml on testbench, host", (await AionctlProcess.RunAsync(home, "status")).Expect(ExitCode.Ok).Output);
        (await AionctlProcess.RunAsync(home, "apply", "other.yml")).Expect(ExitCode.Ok);
        Assert.Contains("other.yml on testbench, host", (await AionctlProcess.RunAsync(home, "status")).Expect(ExitCode.Ok).Output);

        (await AionctlProcess.RunAsync(home, "delete")).Expect(ExitCode.Ok);
        Assert.StartsWith("no project on testbench, host", (await AionctlProcess.RunAsync(home, "status")).Expect(ExitCode.Ok).Output);
        await Eventually.HoldsAsync(() => !HostProcess.IsRunning(before), "the camera has ended");
    }

    [Fact]
    public async Task Logs_UnknownService_NamesTheServicesThereAre()
    {
        await using var home = await StartAsync();
        var result = (await AionctlProcess.RunAsync(home, "logs", "camra")).Expect(ExitCode.NotFound);
        Assert.Contains("Did you mean camera?", result.Error);
        Assert.Contains("judge", result.Error);
        Assert.Contains("judge has no instance 7", (await AionctlProcess.RunAsync(home, "logs", "judge/7")).Expect(ExitCode.NotFound).Error);
    }

    [Fact]
    public async Task KanbanSend_InANameThatNobodyHas_SendsNothingWithoutForce()
    {
        await using var home = await StartAsync();
        var refused = (await AionctlProcess.RunAsync(home, "kanban", "send", "jugde", "-o", "json")).Expect(ExitCode.NotFound);
        Assert.Equal("NotFound", refused.Json().GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("Did you mean judge? Services: judge, camera", refused.Error);
        Assert.Contains("Did you mean judge -n 1?", (await AionctlProcess.RunAsync(home, "kanban", "send", "judge-001")).Expect(ExitCode.NotFound).Error);
        Assert.Contains("only 1.", (await AionctlProcess.RunAsync(home, "kanban", "send", "judge", "-n", "9")).Expect(ExitCode.NotFound).Error);

        var forced = (await AionctlProcess.RunAsync(home, "kanban", "send", "jugde", "--force", "-o", "json")).Expect(ExitCode.Ok);
        Assert.Contains("The project has no service jugde.", forced.Error);
        var id = forced.Json().GetProperty("kanbanId").GetString();
        await Eventually.HoldsAsync(async () =>
        {
            var dead = (await AionctlProcess.RunAsync(home, "kanban", "dead", "-o", "json")).Expect(ExitCode.Ok).Json().GetProperty("items");
            // What was refused is not among them.
            return dead.GetArrayLength() == 1 && dead[0].GetRawText().Contains(id!, StringComparison.Ordinal);
        }, "the forced kanban alone is a dead letter");
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Up_InAPipe_PrintsLinesAndStopsOnASignal(string signal)
    {
        await using var home = new TestHome();
        home.Write("project.yml", Project);
        await using var up = AionctlProcess.Start(home, "up", "--ports", "auto");
        await up.OutputAsync("camera-001 running (process ");
        var service = (await InstanceAsync(home, "camera-001", "running")).GetProperty("pid").GetInt32();
        var second = (await AionctlProcess.RunAsync(home, "up", "--ports", "auto")).Expect(ExitCode.AlreadyRunning);
        Assert.Contains("aionctl down", second.Error);

        up.Signal(signal);
        var result = (await up.EndAsync()).Expect(ExitCode.Ok);
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.Contains("stopping services", result.Output);
        Assert.False(HostProcess.IsRunning(service), "The service still runs.");
        Assert.False(File.Exists(Path.Combine(home.Path, "run", "host.json")));
    }

    [Fact]
    public async Task Up_AfterAKilledHost_TakesOverItsServicesAndItsKanbans()
    {
        await using var home = await StartKilledAsync(Project);
        var service = Assert.Single(ServiceProcesses.Find(new AionHome(home.Path)));
        Assert.Contains($"camera-001 (process {service})", (await AionctlProcess.RunAsync(home, "status")).Expect(ExitCode.NotRunning).Error);

        await using var second = AionctlProcess.Start(home, "up", "--ports", "auto");
        await second.OutputAsync("ended without stopping");
        await second.OutputAsync("camera-001 running (process ");
        var camera = await InstanceAsync(home, "camera-001", "running");
        Assert.Equal((service, 0), (camera.GetProperty("pid").GetInt32(), camera.GetProperty("restarts").GetInt32()));
        (await AionctlProcess.RunAsync(home, "kanban", "send", "camera")).Expect(ExitCode.Ok);
        await InstanceAsync(home, "judge-001", "running");
        second.Signal("INT");
        (await second.EndAsync()).Expect(ExitCode.Ok);
        Assert.Empty(ServiceProcesses.Find(new AionHome(home.Path)));
    }

    [Fact]
    public async Task Down_AfterAKilledHost_EndsItsServicesAndNamesThem()
    {
        await using var home = await StartKilledAsync(Project);
        var service = Assert.Single(ServiceProcesses.Find(new AionHome(home.Path)));

        var down = (await AionctlProcess.RunAsync(home, "down", "-o", "json")).Expect(ExitCode.Ok);
        var ended = Assert.Single(down.Json().GetProperty("ended").EnumerateArray());
        Assert.Equal(("camera-001", service), (ended.GetProperty("name").GetString(), ended.GetProperty("pids")[0].GetInt32()));
        Assert.Contains($"camera-001 (process {service})", down.Error);
        Assert.Empty(ServiceProcesses.Find(new AionHome(home.Path)));

        (await AionctlProcess.RunAsync(home, "down")).Expect(ExitCode.NotRunning);
        (await AionctlProcess.RunAsync(home, "up", "--detach", "--ports", "auto")).Expect(ExitCode.Ok);
        await InstanceAsync(home, "camera-001", "running");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Up_AfterAKilledHostWithAChangedFile_NeverRunsTheOldCommandAgain(bool servicesDied)
    {
        const string Changing = """
              changing:
                startup: yes
                command: [sh, -c, "echo before; exec sleep 600"]
            """;
        await using var home = await StartKilledAsync(Project + "\n" + Changing);
        var left = ServiceProcesses.Find(new AionHome(home.Path));
        Assert.Equal(2, left.Count);
        if (servicesDied)
        {
            ServiceProcesses.KillAll(new AionHome(home.Path));
        }

        home.Write("project.yml", Project + "\n" + Changing.Replace("echo before", "echo after", StringComparison.Ordinal));
        await using var second = AionctlProcess.Start(home, "up", "--ports", "auto");
        await LogAsync(home, second, "changing", "after");
        Assert.Equal("before\nafter\n", await File.ReadAllTextAsync(Path.Combine(home.Path, "logs", "changing-001.log")));
        Assert.Equal(!servicesDied, left.Contains((await InstanceAsync(home, "camera-001", "running")).GetProperty("pid").GetInt32()));
        Assert.DoesNotContain((await InstanceAsync(home, "changing-001", "running")).GetProperty("pid").GetInt32(), left);
        second.Signal("INT");
        (await second.EndAsync()).Expect(ExitCode.Ok);
    }

    [Fact]
    public async Task Up_SecondSignal_EndsEverythingAtOnce()
    {
        await using var home = new TestHome();
        home.Write("project.yml", """
            microservices:
              stubborn:
                startup: yes
                command: [sh, -c, "trap '' TERM; echo deaf; while :; do sleep 1; done"]
            """);
        await using var up = AionctlProcess.Start(home, "up", "--ports", "auto");
        await LogAsync(home, up, "stubborn", "deaf");
        var service = (await InstanceAsync(home, "stubborn-001", "running")).GetProperty("pid").GetInt32();
        up.Signal("INT");
        await up.OutputAsync("stopping services");
        up.Signal("INT");
        (await up.EndAsync()).Expect(ExitCode.Interrupted);
        await Eventually.HoldsAsync(() => !HostProcess.IsRunning(service), "the service has ended with its host");
    }

    [Theory]
    [InlineData("starting status-kanban")]
    [InlineData("applying the project")]
    public async Task Up_StoppedWhileItStarts_LeavesNothing(string step)
    {
        await using var home = new TestHome();
        home.Write("project.yml", Project);
        await using var up = AionctlProcess.Start(home, "up", "--ports", "auto");
        await up.OutputAsync(step);
        up.Signal("INT");
        (await up.EndAsync()).Expect(ExitCode.Ok);
        Assert.Empty(ServiceProcesses.Find(new AionHome(home.Path)));
        Assert.False(File.Exists(Path.Combine(home.Path, "run", "host.json")));
    }

    [Fact]
    public async Task Up_FolderOfOneServiceMissing_StartsTheOthersAndTellsTheInstance()
    {
        await using var home = new TestHome();
        home.Write("project.yml", Project + "\n  archive:\n    startup: yes\n    command: [sleep, \"600\"]\n    build: [\"true\"]\n    directoryPath: disk\n");
        var valid = (await AionctlProcess.RunAsync(home, "validate", "--platform", "processes")).Expect(ExitCode.Ok);
        Assert.Contains("warning AION102", valid.Output);

        (await AionctlProcess.RunAsync(home, "up", "--detach", "--ports", "auto")).Expect(ExitCode.Ok);
        await InstanceAsync(home, "camera-001", "running");
        var archive = await InstanceAsync(home, "archive-001", "backoff");
        Assert.Equal("directory-missing", archive.GetProperty("cause").GetProperty("kind").GetString());
    }

    private static async Task<TestHome> StartAsync()
    {
        var home = new TestHome();
        home.Write("project.yml", Project);
        (await AionctlProcess.RunAsync(home, "up", "--detach", "--ports", "auto")).Expect(ExitCode.Ok);
        return home;
    }

    // A home whose host was killed while all services ran.
    private static async Task<TestHome> StartKilledAsync(string project)
    {
        var home = new TestHome();
        home.Write("project.yml", project);
        await using var host = AionctlProcess.Start(home, "up", "--ports", "auto");
        await host.OutputAsync("running (process ");
        await InstanceAsync(home, "camera-001", "running");
        if (project.Contains("changing", StringComparison.Ordinal))
        {
            await LogAsync(home, host, "changing", "before");
        }
        host.Signal("KILL");
        await host.EndAsync();
        return home;
    }

    private static async Task<JsonElement> InstanceAsync(TestHome home, string name, string state)
    {
        var instance = default(JsonElement);
        await Eventually.HoldsAsync(async () =>
        {
            var status = (await AionctlProcess.RunAsync(home, "status", "--output", "json")).Expect(ExitCode.Ok).Json();
            instance = status.GetProperty("instances").EnumerateArray().Single(candidate => candidate.GetProperty("name").GetString() == name);
            return instance.GetProperty("state").GetString() == state;
        }, $"{name} is {state}");
        return instance;
    }

    private static async Task LogAsync(TestHome home, AionctlProcess up, string name, string line)
    {
        await up.OutputAsync($"{name}-001 running (process ");
        await LogAsync(home, name, line);
    }

    private static Task LogAsync(TestHome home, string name, string line) => Eventually.HoldsAsync(
        async () => (await AionctlProcess.RunAsync(home, "logs", name)).Expect(ExitCode.Ok).Output.Contains(line, StringComparison.Ordinal),
        $"the log of {name} says '{line}'");
}
