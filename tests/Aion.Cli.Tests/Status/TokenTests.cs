using Aion.Cli.CommandLine;
using Aion.ServiceBroker.Lifecycle;

namespace Aion.Cli.Tests.Status;

/// <summary>A broker whose API has a token, and one that is not this home's.</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task Token_FromOptionOrEnvironment_IsSentAndTheOptionWins()
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);

        var without = await AionctlProcess.RunAsync(home, "status");
        Assert.Contains("The API of this broker has a token.", without.Expect(ExitCode.Rejected).Error);
        (await AionctlProcess.RunAsync(home, "status", "--token", "secret")).Expect(ExitCode.Ok);
        (await AionctlProcess.RunAsync(home, new Dictionary<string, string?> { ["AION_API_TOKEN"] = "secret" }, "restart", "judge")).Expect(ExitCode.Ok);
        (await AionctlProcess.RunAsync(home, new Dictionary<string, string?> { ["AION_API_TOKEN"] = "wrong" }, "status", "--token", "secret")).Expect(ExitCode.Ok);
    }

    [Fact]
    public async Task Broker_OfAnotherMachine_IsAskedInPlaceOfThisHomes()
    {
        await using var other = new TestHome();
        await using var broker = await StartAsync(other);
        await using var home = new TestHome();

        var status = (await AionctlProcess.RunAsync(home, "status", "--broker", broker.Address, "--token", "secret")).Expect(ExitCode.Ok);
        Assert.Contains($"/line/project.yml on bench, at {broker.Address}", status.Output);
        Assert.Contains("judge", status.Output);
        (await AionctlProcess.RunAsync(home, "stop", "judge", "--broker", broker.Address, "--token", "secret")).Expect(ExitCode.Ok);
        Assert.Contains("POST /api/v1/instances/judge/stop", broker.Requests);
        Assert.Contains("takes a URL such as", (await AionctlProcess.RunAsync(home, "status", "--broker", "hall1:11112")).Expect(ExitCode.Usage).Error);
    }

    [Theory]
    [InlineData("down")]
    [InlineData("up")]
    [InlineData("kanban", "list")]
    [InlineData("kanban", "send", "judge")]
    public async Task Broker_OfACommandForThisHomesHost_IsRefusedBeforeAnythingHappensHere(params string[] command)
    {
        await using var home = new TestHome();

        var refused = (await AionctlProcess.RunAsync(home, [.. command, "--broker", "http://192.0.2.7:11112"])).Expect(ExitCode.Usage);

        Assert.Contains($"`aionctl {string.Join(' ', command.Take(2))}` does not reach http://192.0.2.7:11112/", refused.Error);
    }

    [Fact]
    public async Task Token_ThatNoHeaderCarries_IsSaidToBeSo()
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);

        Assert.Contains("an HTTP header cannot carry", (await AionctlProcess.RunAsync(home, "status", "--token", "schlüssel")).Expect(ExitCode.Usage).Error);
    }

    private static async Task<FakeBroker> StartAsync(TestHome home)
    {
        var broker = await FakeBroker.StartAsync(home);
        broker.Token = "secret";
        broker.Instances.Add(new InstanceStatus("judge-001", "judge", 1, InstanceState.Running, DateTimeOffset.UtcNow));
        return broker;
    }
}
