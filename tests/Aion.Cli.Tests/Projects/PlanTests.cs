using Aion.Cli.CommandLine;
using Aion.ServiceBroker.Api;

namespace Aion.Cli.Tests.Projects;

public sealed class PlanTests
{
    private const string Project = """
        microservices:
          judge:
            startup: yes
            command: [sleep, "1"]
        """;

    [Theory]
    [InlineData("plan project.yml")]
    [InlineData("apply project.yml --plan")]
    public async Task Plan_Changes_AreListedCountedAndNotMade(string commandLine)
    {
        await using var home = new TestHome();
        home.Write("project.yml", Project);
        await using var broker = await FakeBroker.StartAsync(home);
        broker.Plan = new ProjectAnswer(3, true, [new("judge-001", "restart", "command changed"), new("store-001", "defer", "it is busy"), new("camera-001", "keep", "unchanged")], []);
        var result = (await AionctlProcess.RunAsync(home, commandLine.Split(' '))).Expect(ExitCode.Ok);
        Assert.Equal(["POST /api/v1/plan"], broker.Requests);
        Assert.Matches(@"\njudge-001 +restart +command changed\n", result.Output);
        Assert.Contains("\n1 would be restarted, 1 restarted when no longer busy, 1 left alone\nNothing was changed. Do it with: aionctl apply project.yml\n", result.Output);
    }

    [Fact]
    public async Task Plan_OfACluster_CountsWhatWaitsForItsNode()
    {
        await using var home = new TestHome();
        home.Write("project.yml", Project);
        await using var broker = await FakeBroker.StartAsync(home);
        broker.Plan = new ProjectAnswer(3, true, [new("judge-001", "wait", "new; waits for node hall9, which has never joined") { Node = "hall9" }], []);
        var result = (await AionctlProcess.RunAsync(home, "plan", "project.yml")).Expect(ExitCode.Ok);
        Assert.Contains("\n1 would be started by the first kanban or when its node joins\n", result.Output);
    }
}
