using Aion.Cli.CommandLine;
using Aion.ServiceBroker.Health;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Explaining;
using Aion.ServiceBroker.Platforms;

namespace Aion.Cli.Tests.Instances;

public sealed class ExplainTests
{
    // Times are so far away that a slow machine shows the same hours.
    private static DateTimeOffset Now => DateTimeOffset.UtcNow;
    private static readonly InstanceCause Crash = new(CauseKind.FileMissing, "exit code 1; its last lines say that 'model.onnx' was not found")
    {
        ExitCode = 1,
        LogTail = ["loading [model]", "FileNotFoundError: model.onnx"],
    };

    [Fact]
    public async Task Explain_CrashingService_TellsCauseTriesLogHistoryAndAdvice()
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        broker.Explanation = new ServiceExplanation("judge", 3, "on-failure; at once, then 1 s to 60 s; never given up", [Crashing()]);
        var result = (await AionctlProcess.RunAsync(home, "explain", "judge")).Expect(ExitCode.Ok);

        Assert.Equal(["GET /api/v1/explain/judge"], broker.Requests);
        Assert.StartsWith("judge-002 is crashloop: exit code 1; its last lines say that 'model.onnx' was not found\n", result.Output);
        Assert.Matches(@"\n  meaning +it failed so often", result.Output);
        Assert.Matches(@"\n  tries +6 failures in a row; retry 6 in 2 h \d+ min, at [-: 0-9]+\n", result.Output);
        Assert.Matches(@"\n  depends on +database-001, which has to be healthy and is starting\n", result.Output);
        Assert.Matches(@"\n  health +unhealthy, 3 failed checks in a row: GET http://127.0.0.1:8081/\n  last check +2 h \d+ min ago: answered 503\n", result.Output);
        Assert.Matches(@"\n  queue +12 kanbans wait for it: aionctl kanban list judge\n", result.Output);
        Assert.Matches(@"\n  poison +kanban 0197 was set aside 2 h \d+ min ago: aionctl kanban dead\n", result.Output);
        Assert.Matches(@"\n  update +the one of generation 2 was taken back .* ago: it was not healthy\. Tried again: .* aionctl apply --force\n", result.Output);
        Assert.Matches(@"\n  restart +on-failure; at once", result.Output);
        Assert.Matches(@"\n  what to do +put the file or module where the program looks for it", result.Output);
        Assert.Contains("\n  | loading [model]\n  | FileNotFoundError: model.onnx\n", result.Output);
        Assert.Matches(@"What happened:\n  [-: 0-9]+  starting\n  [-: 0-9]+  crashloop  exit code 1\n$", result.Output);
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Theory]
    [InlineData("judge", "judge")]
    [InlineData("judge/2", "judge/2")]
    [InlineData("judge-002", "judge/2")]
    [InlineData("judge-2", "judge/2")]
    [InlineData("stream-1", "stream-1")]
    [InlineData("stream-1/1", "stream-1/1")]
    public async Task Explain_EveryWayToNameAnInstance_IsUnderstood(string typed, string asked)
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        broker.Explanation = new ServiceExplanation("judge", 3, "never", [new InstanceExplanation(broker.Instances[0])]);
        (await AionctlProcess.RunAsync(home, "explain", typed)).Expect(ExitCode.Ok);
        Assert.Equal(["GET /api/v1/explain/" + asked], broker.Requests);
    }

    [Theory]
    [InlineData("explain", "jugde", "The project has no service jugde. Did you mean judge? Services: judge, stream-1")]
    [InlineData("restart", "judge/7", "judge has no instance 7: they are numbered 1 to 2 (`scale` in the project file).")]
    [InlineData("stop", "stream-1-002", "stream-1 has no instance 2: it has one")]
    [InlineData("start", "x", "The project has no service x.")]
    public async Task Command_UnknownService_SaysWhatThereIs(string command, string typed, string sentence)
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        var result = (await AionctlProcess.RunAsync(home, command, typed)).Expect(ExitCode.NotFound);
        Assert.Contains(sentence, result.Error);
        Assert.Empty(broker.Requests);
    }

    [Theory]
    [InlineData(false, "explain judge", "explain judge")]
    [InlineData(false, "restart judge-002", "restart judge/2")]
    [InlineData(false, "logs judge", "logs judge")]
    [InlineData(true, "logs judge -f", "logs judge -f")]
    public async Task Command_InstanceOnANodeThatCannotBeAsked_SaysWhereToAsk(bool connected, string commandLine, string there)
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        (broker.Master, broker.Connected) = (true, connected);
        broker.Instances[1] = broker.Instances[1] with { Node = "hall2" };
        var result = (await AionctlProcess.RunAsync(home, commandLine.Split(' '))).Expect(ExitCode.Rejected);
        Assert.Contains($"judge-002 runs on node hall2 (192.168.0.6){(connected ? "" : ", whose link is down")}. Ask there: aionctl {there}\n", result.Error);
        Assert.Empty(broker.Requests);
    }

    [Fact]
    public async Task Command_InstanceOnANodeThatIsThere_GoesThroughTheMaster()
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        broker.Master = true;
        broker.Instances[1] = broker.Instances[1] with { Node = "hall2" };
        (await AionctlProcess.RunAsync(home, "restart", "judge/2")).Expect(ExitCode.Ok);
        Assert.Equal(["POST /api/v1/instances/judge/2/restart"], broker.Requests);
    }

    [Fact]
    public async Task Command_InstanceOnANodeThatNeverJoined_SaysThatItWaitsForIt()
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        broker.Master = true;
        broker.Instances[1] = broker.Instances[1] with { Node = "hall9" };
        var result = (await AionctlProcess.RunAsync(home, "explain", "judge")).Expect(ExitCode.Rejected);
        Assert.Contains("judge-002 does not run: it waits for node hall9, which has never joined.", result.Error);
    }

    [Fact]
    public async Task Explain_Node_TellsItsStateAndWhatToDo()
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        broker.Master = true;
        broker.Instances[1] = broker.Instances[1] with { Node = "hall2" };

        var joined = (await AionctlProcess.RunAsync(home, "explain", "hall2")).Expect(ExitCode.Ok).Output;
        Assert.StartsWith("hall2 is joined\n", joined);
        Assert.Matches(@"\n  address +192\.168\.0\.6\n", joined);
        Assert.Matches(@"\n  services +judge-002 [a-z]+\n", joined);
        var missing = (await AionctlProcess.RunAsync(home, "explain", "hall9")).Expect(ExitCode.Ok).Output;
        Assert.StartsWith("hall9 was never seen\n", missing);
        Assert.Matches(@"\n  what to do +start it: aionctl up --mode worker --master ADDRESS --node hall9; or correct", missing);
        Assert.Contains("\"name\":\"hall9\"", (await AionctlProcess.RunAsync(home, "explain", "hall9", "--output", "json")).Expect(ExitCode.Ok).Output);
        Assert.Empty(broker.Requests);
    }

    [Fact]
    public async Task NodeForget_OfANodeThatIsNot_SaysWhatThereIs()
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        Assert.Contains("This host is in no cluster", (await AionctlProcess.RunAsync(home, "node", "forget", "hall2")).Expect(ExitCode.Rejected).Error);
        broker.Master = true;
        Assert.Contains("The cluster has no node hal2. Nodes: hall2, hall9", (await AionctlProcess.RunAsync(home, "node", "forget", "hal2")).Expect(ExitCode.NotFound).Error);
        Assert.Empty(broker.Requests);
    }

    [Fact]
    public async Task Explain_PeriodicService_TellsTheNextStartAndNoRetry()
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        var finished = new InstanceStatus("judge-002", "judge", 2, InstanceState.Finished, Now) { NextTry = Now + TimeSpan.FromHours(2.5), Run = 3 };
        broker.Explanation = new ServiceExplanation("judge", 3, "on-failure", [new InstanceExplanation(finished)]);
        var result = (await AionctlProcess.RunAsync(home, "explain", "judge")).Expect(ExitCode.Ok);
        Assert.Matches(@"\n  next start +in 2 h \d+ min, at [-: 0-9]+ \(`interval` in the project file\)\n", result.Output);
        broker.Instances[1] = finished;
        Assert.Matches(@"judge +2 +finished .* next start in 2 h \d+ min", (await AionctlProcess.RunAsync(home, "status")).Expect(ExitCode.Ok).Output);
    }

    [Fact]
    public async Task Explain_LongCauseThatComesAgain_IsWrittenOutOnce()
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        var missing = "the command 'pyhton3' is not on the PATH; did you mean 'python3'? (PATH: /usr/local/sbin:/usr/local/bin:/usr/bin)";
        broker.Explanation = new ServiceExplanation("judge", 3, "on-failure", [new InstanceExplanation(broker.Instances[1])
        {
            Cause = new InstanceCause(CauseKind.CommandMissing, missing),
            Transitions = [new(Now, InstanceState.Backoff, missing), new(Now, InstanceState.Starting, "short"), new(Now, InstanceState.Backoff, missing)],
        }]);
        var output = (await AionctlProcess.RunAsync(home, "explain", "judge")).Expect(ExitCode.Ok).Output;
        Assert.Equal(2, output.Split("/usr/local/sbin").Length);
        Assert.Equal(3, output.Split("backoff   the command 'pyhton3' is not on the PATH; did you mean '…").Length);
    }

    [Fact]
    public async Task Explain_Json_IsTheWholeStory()
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        broker.Explanation = new ServiceExplanation("judge", 3, "never", [Crashing()]);
        var instance = (await AionctlProcess.RunAsync(home, "explain", "judge", "-o", "json")).Expect(ExitCode.Ok).Json().GetProperty("instances")[0];
        var cause = instance.GetProperty("cause");
        Assert.Equal(("file-missing", 1), (cause.GetProperty("kind").GetString(), cause.GetProperty("exitCode").GetInt32()));
        Assert.Equal("crashloop", instance.GetProperty("status").GetProperty("state").GetString());
        Assert.Equal(2, cause.GetProperty("logTail").GetArrayLength());
    }

    [Theory]
    [InlineData("restart", "judge", "POST /api/v1/instances/judge/restart", "judge is being restarted")]
    [InlineData("stop", "judge/1", "POST /api/v1/instances/judge/1/stop", "judge/1 is being stopped, and stays stopped until: aionctl start judge/1")]
    [InlineData("start", "judge-002", "POST /api/v1/instances/judge/2/start", "judge/2 is being started")]
    public async Task Control_Service_IsAskedFor(string action, string typed, string request, string sentence)
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        var result = (await AionctlProcess.RunAsync(home, action, typed)).Expect(ExitCode.Ok);
        Assert.Equal([request], broker.Requests);
        Assert.Contains(sentence, result.Output);
        Assert.DoesNotContain("stream", result.Output);

        var json = (await AionctlProcess.RunAsync(home, action, typed, "-o", "json")).Expect(ExitCode.Ok).Json();
        Assert.Equal(action, json.GetProperty("action").GetString());
        Assert.Equal(typed == "judge" ? 2 : 1, json.GetProperty("instances").GetArrayLength());
    }

    [Theory]
    [InlineData("restart", "judge", true)]
    [InlineData("stop", "judge/1", true)]
    [InlineData("restart", "judge/2", false)]
    [InlineData("start", "judge", false)]
    public async Task Control_BusyInstance_SaysThatItWasNotWaitedFor(string action, string typed, bool told)
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        broker.Instances[0] = broker.Instances[0] with { Busy = "exposure 3 of 5" };
        var result = (await AionctlProcess.RunAsync(home, action, typed)).Expect(ExitCode.Ok);
        Assert.Equal(told, result.Output.Contains("judge-001 was busy (exposure 3 of 5) and was not waited for", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, true, "a kanban, or its `interval`, starts it again")]
    [InlineData(false, false, "a kanban starts it again")]
    [InlineData(true, true, "its `interval` starts it again")]
    [InlineData(true, false, "it takes no kanban and has no `interval`, so only `aionctl start` starts it again")]
    public async Task Explain_Finished_TellsWhatStartsItAgain(bool withoutKanban, bool periodic, string meaning)
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        var finished = new InstanceStatus("judge-002", "judge", 2, InstanceState.Finished, Now) { NextTry = periodic ? Now + TimeSpan.FromMinutes(2) : null };
        broker.Explanation = new ServiceExplanation("judge", 3, "on-failure", [new InstanceExplanation(finished)]) { WithoutKanban = withoutKanban };
        var result = (await AionctlProcess.RunAsync(home, "explain", "judge")).Expect(ExitCode.Ok);
        Assert.Contains("it has done its work; " + meaning + "\n", result.Output);
    }

    private static InstanceExplanation Crashing() => new(new InstanceStatus("judge-002", "judge", 2, InstanceState.CrashLoop, Now - TimeSpan.FromSeconds(3))
    {
        Tries = 6,
        NextTry = Now + TimeSpan.FromHours(2.5),
        Run = 7,
    })
    {
        Cause = Crash,
        LastEnd = new InstanceEnd(7, Now, Crash),
        Transitions = [new(Now, InstanceState.Starting, null), new(Now, InstanceState.CrashLoop, "exit code 1")],
        Dependencies = [new DependencyReport("database-001", "healthy", false, InstanceState.Starting)],
        Health = new HealthReport("GET http://127.0.0.1:8081/", false, "answered 503", Now - TimeSpan.FromHours(2.5), 3),
        Queue = 12,
        Poison = [new PoisonReport("0197", Now - TimeSpan.FromHours(2.5))],
        Generation = 3,
        RolledBack = new UpdateReport(2, new InstanceCause(CauseKind.Update, "it was not healthy"), Now),
    };

    private static async Task<FakeBroker> StartAsync(TestHome home)
    {
        var broker = await FakeBroker.StartAsync(home);
        broker.Instances.AddRange(
        [
            new InstanceStatus("judge-001", "judge", 1, InstanceState.Running, Now),
            new InstanceStatus("judge-002", "judge", 2, InstanceState.CrashLoop, Now) { Cause = Crash },
            new InstanceStatus("stream-1-001", "stream-1", 1, InstanceState.Stopped, Now),
        ]);
        return broker;
    }
}
