using Aion.Cli.CommandLine;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Platforms;

namespace Aion.Cli.Tests.Status;

public sealed class StatusTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task Status_OneLinePerInstance_SaysWhyAndWhatComesNext()
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        var lines = (await AionctlProcess.RunAsync(home, "status")).Expect(ExitCode.Ok).Output.Split('\n');

        Assert.Matches(@"^camera +1 +healthy ", lines[2]);
        Assert.Matches(@"^judge +1 +backoff .* retry 4 in 2 h \d+ min: signal 11 \(SIGSEGV\): it touched memory that is not its own$", lines[3]);
        Assert.Matches(@"^judge +2 +waiting .* waits: database-001 is not healthy yet$", lines[4]);
        Assert.Matches(@"^judge +3 +running .* busy: exporting; the update of generation 2 waits$", lines[5]);
        Assert.Matches(@"^store +1 +stopped +.* - +- +stopped by hand$", lines[6]);
        Assert.StartsWith("-  takes its kanbans itself (acknowledge: subscriber)", lines[7]);
        Assert.Equal("why and what to do: aionctl explain judge", lines[8]);
        Assert.DoesNotContain("NODE", lines[1]);
    }

    [Fact]
    public async Task Status_SeveralNodes_NamesThem()
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        broker.Master = true;
        broker.Instances[0] = broker.Instances[0] with { Node = "hall1" };
        broker.Instances[1] = broker.Instances[1] with { Node = "hall2" };
        var lines = (await AionctlProcess.RunAsync(home, "status")).Expect(ExitCode.Ok).Output.Split('\n');
        Assert.Single(lines, line => line.StartsWith("SERVICE ", StringComparison.Ordinal) && line.Contains(" NODE ", StringComparison.Ordinal));
        Assert.Single(lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, "^camera .* hall1$"));
        Assert.Single(lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, "^judge .* hall2 +retry 4"));
    }

    [Fact]
    public async Task Status_Json_HasCauseTriesAndTheRest()
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        var instances = (await AionctlProcess.RunAsync(home, "status", "-o", "json")).Expect(ExitCode.Ok).Json().GetProperty("instances");
        var crashed = instances[1];
        Assert.Equal(("backoff", 4), (crashed.GetProperty("state").GetString(), crashed.GetProperty("tries").GetInt32()));
        Assert.Equal(("signal", 11), (crashed.GetProperty("cause").GetProperty("kind").GetString(), crashed.GetProperty("cause").GetProperty("signal").GetInt32()));
        Assert.True(crashed.GetProperty("nextTry").GetDateTimeOffset() > Now);
        Assert.Equal("database-001 is not healthy yet", instances[2].GetProperty("waitingFor")[0].GetString());
        Assert.Equal("exporting", instances[3].GetProperty("busy").GetString());
        Assert.True(instances[4].GetProperty("subscriber").GetBoolean());
    }

    private static async Task<FakeBroker> StartAsync(TestHome home)
    {
        var broker = await FakeBroker.StartAsync(home);
        broker.Subscribers.Add("store");
        broker.Instances.AddRange(
        [
            new InstanceStatus("camera-001", "camera", 1, InstanceState.Healthy, Now) { Pid = 17, Health = "healthy" },
            new InstanceStatus("judge-001", "judge", 1, InstanceState.Backoff, Now)
            {
                Cause = new InstanceCause(CauseKind.Signal, "signal 11 (SIGSEGV): it touched memory that is not its own") { Signal = 11 },
                Tries = 4,
                NextTry = DateTimeOffset.UtcNow + TimeSpan.FromHours(2.5),
            },
            new InstanceStatus("judge-002", "judge", 2, InstanceState.Waiting, Now)
            {
                Cause = new InstanceCause(CauseKind.Dependency, "it waits"),
                WaitingFor = ["database-001 is not healthy yet"],
            },
            new InstanceStatus("judge-003", "judge", 3, InstanceState.Running, Now) { Busy = "exporting", Note = "the update of generation 2 waits" },
            new InstanceStatus("store-001", "store", 1, InstanceState.Stopped, Now) { Cause = new InstanceCause(CauseKind.Requested, "stopped by hand") },
        ]);
        return broker;
    }
}
