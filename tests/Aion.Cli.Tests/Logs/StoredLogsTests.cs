using Aion.Cli.CommandLine;

namespace Aion.Cli.Tests.Logs;

/// <summary><c>aionctl logs</c> in a home where no host runs.</summary>
public sealed class StoredLogsTests
{
    [Theory]
    [InlineData("judge", "001 first\n001 second\n002 other\n")]
    [InlineData("judge/1", "first\nsecond\n")]
    [InlineData("judge-001", "first\nsecond\n")]
    [InlineData("judge-2", "other\n")]
    [InlineData("line-1", "of a service with a number in its name\n")]
    public async Task Logs_WithoutAHost_AreThoseOnDisk(string typed, string expected)
    {
        await using var home = Home();
        var result = (await AionctlProcess.RunAsync(home, "logs", typed)).Expect(ExitCode.Ok);
        Assert.Equal(expected, string.Concat(result.Output.Split('\n').Where(line => line.Length > 0).Order(StringComparer.Ordinal).Select(line => line + "\n")));
        Assert.Contains($"No host runs in {home.Path}; this is in its log files.", result.Error);
    }

    [Fact]
    public async Task Logs_WithoutAHost_BeginSoManyLinesBeforeTheEnd()
    {
        await using var home = Home();
        Assert.Equal("second\n", (await AionctlProcess.RunAsync(home, "logs", "judge/1", "-n", "1")).Expect(ExitCode.Ok).Output);
    }

    [Fact]
    public async Task Logs_WithoutAHostFollowed_GoOnWithWhatASurvivorPrints()
    {
        await using var home = Home();
        await using var logs = AionctlProcess.Start(home, "logs", "judge/1", "-f");
        await logs.OutputAsync("second\n");
        await File.AppendAllTextAsync(Path.Combine(home.Path, "logs", "judge-001.log"), "third\n");
        await logs.OutputAsync("third\n");
        logs.Signal("INT");
        (await logs.EndAsync()).Expect(ExitCode.Ok);
    }

    [Fact]
    public async Task Logs_OfNobody_NameThoseThatThereAre()
    {
        await using var home = Home();
        var result = (await AionctlProcess.RunAsync(home, "logs", "jugde")).Expect(ExitCode.NotFound);
        Assert.Contains("there is no log of jugde. Did you mean judge? Logs: judge, line-1", result.Error);
    }

    [Fact]
    public async Task Logs_OfAHomeThatNobodyUsed_SayHowToBegin()
    {
        await using var home = new TestHome();
        var result = (await AionctlProcess.RunAsync(home, "logs", "judge")).Expect(ExitCode.NotRunning);
        Assert.Contains($"Nothing runs in {home.Path}, and no service has printed anything there. Start it with `aionctl up`", result.Error);
    }

    private static TestHome Home()
    {
        var home = new TestHome();
        var logs = Directory.CreateDirectory(Path.Combine(home.Path, "logs")).FullName;
        File.WriteAllText(Path.Combine(logs, "judge-001.log"), "first\nsecond\n");
        File.WriteAllText(Path.Combine(logs, "judge-002.log"), "other\n");
        File.WriteAllText(Path.Combine(logs, "line-1-001.log"), "of a service with a number in its name\n");
        File.WriteAllText(Path.Combine(logs, "host.log"), "of no service\n");
        return home;
    }
}
