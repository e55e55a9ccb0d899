using Aion.Cli.Building;
using Aion.Cli.CommandLine;
using Aion.Cli.Hosting;
using Aion.Cli.Projects;
using Aion.Project;
using Aion.ServiceBroker.Api;

namespace Aion.Cli.Tests.Projects;

public sealed class PlanTests
{
    private const string Project = """
        microservices:
          judge:
            startup: yes
            command: [sleep, "1"]
            build: ["true"]
        """;

    [Theory]
    [InlineData("plan project.yml")]
    [InlineData("apply project.yml --plan")]
    public async Task Plan_Changes_AreListedCountedAndNotMade(string commandLine)
    {
        await using var home = new TestHome();
        home.Write("project.yml", Project);
        await using var broker = await FakeBroker.StartAsync(home);
        broker.Plan = new ProjectAnswer(3, true, [new("judge-001", "restart", "command changed"), new("camera-001", "keep", "unchanged")], []);
        var result = (await AionctlProcess.RunAsync(home, commandLine.Split(' '))).Expect(ExitCode.Ok);
        Assert.Equal(["POST /api/v1/plan"], broker.Requests);
        Assert.Matches(@"\njudge-001 +restart +command changed\n", result.Output);
        Assert.Contains("\n1 would be restarted, 1 left alone\nNothing was changed. Do it with: aionctl apply project.yml\n", result.Output);
    }

    [Fact]
    public async Task Apply_ServiceThatWasBuilt_NamesItsBuild()
    {
        await using var home = new TestHome();
        var file = home.Write("project.yml", Project);
        var project = new CompiledProject(file, ProjectCompiler.CompileFile(file, new CompileOptions { Platform = TargetPlatform.Processes }).Project!);
        await using var broker = await FakeBroker.StartAsync(home);
        broker.Plan = new ProjectAnswer(3, false, [], []);
        var folders = new AionHome(home.Path);
        folders.Create();
        var builds = new ServiceBuilds(folders);
        (await AionctlProcess.RunAsync(home, "apply", "project.yml")).Expect(ExitCode.Ok);
        Assert.Equal("", broker.Stamps);

        await builds.RunAsync(builds.Outdated(project).Single(), CancellationToken.None);
        (await AionctlProcess.RunAsync(home, "apply", "project.yml")).Expect(ExitCode.Ok);
        var first = broker.Stamps;
        Assert.Equal("judge=" + builds.Stamps(project)["judge"], first);
        (await AionctlProcess.RunAsync(home, "plan", "project.yml")).Expect(ExitCode.Ok);
        Assert.Equal(first, broker.Stamps);

        await builds.RunAsync(new BuildStep("judge", ["true"], home.Project), CancellationToken.None);
        (await AionctlProcess.RunAsync(home, "apply", "project.yml")).Expect(ExitCode.Ok);
        Assert.NotEqual(first, broker.Stamps);
    }
}
