using Aion.Cli.CommandLine;

namespace Aion.Cli.Tests.CommandLine;

public sealed class UsageTests
{
    [Theory]
    [InlineData("statsu", "Did you mean 'status'?")]
    [InlineData("kanban sned", "Did you mean 'send'?")]
    [InlineData("xyzzy", "Commands: up, down")]
    [InlineData("", "aionctl --help")]
    [InlineData("status --wach", "'--wach' is no option of aionctl status. Did you mean '--watch'?")]
    [InlineData("logs judge -n -3", "--lines takes a number of lines from 0 on, not -3.")]
    [InlineData("logs judge --lines=-1", "--lines takes a number of lines from 0 on, not -1.")]
    [InlineData("logs judge -n x", "Cannot parse argument 'x' for option '--lines' as a whole number.")]
    [InlineData("restart", "aionctl restart --help")]
    [InlineData("plan", "aionctl plan --help")]
    [InlineData("validate --outptu json", "Did you mean '--output'?")]
    [InlineData("status --output xml", "--output takes text or json, not 'xml'.")]
    [InlineData("up --ports some", "--ports takes default or auto, not 'some'.")]
    [InlineData("logs", "aionctl logs --help")]
    [InlineData("validate a b", "Unrecognized command or argument 'b'")]
    public async Task Aionctl_MistypedCommandLine_SaysWhatWasMeant(string commandLine, string sentence)
    {
        await using var home = new TestHome();
        var result = await AionctlProcess.RunAsync(home, commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        result.Expect(ExitCode.Usage);
        Assert.Contains(sentence, result.Error);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("up")]
    [InlineData("down")]
    [InlineData("status")]
    [InlineData("logs")]
    [InlineData("validate")]
    [InlineData("graph")]
    [InlineData("explain")]
    [InlineData("restart")]
    [InlineData("stop")]
    [InlineData("start")]
    [InlineData("plan")]
    [InlineData("apply")]
    [InlineData("delete")]
    [InlineData("version")]
    [InlineData("kanban send")]
    [InlineData("kanban watch")]
    [InlineData("kanban list")]
    [InlineData("kanban dead")]
    [InlineData("kanban redrive")]
    public async Task Help_OfEveryCommand_EndsWithExamples(string command)
    {
        await using var home = new TestHome();
        var result = await AionctlProcess.RunAsync(home, [.. command.Split(' '), "--help"]);
        result.Expect(ExitCode.Ok);
        Assert.Contains($"Examples:\n  aionctl {command}", result.Output);
    }

    [Fact]
    public async Task Help_OfAionctl_NamesEveryExitCode()
    {
        await using var home = new TestHome();
        var result = await AionctlProcess.RunAsync(home, "--help");
        Assert.All(Enum.GetValues<ExitCode>(), code => Assert.Contains($"{(int)code} {code}", result.Output));
    }

    [Fact]
    public void Documentation_ExitCodes_AreThoseOfTheProgram()
    {
        var page = File.ReadAllLines(Repository.PathOf("docs/aionctl.md"));
        Assert.All(Enum.GetValues<ExitCode>(), code => Assert.Contains(page, line => line.StartsWith($"| {(int)code} | {code} |", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Version_Json_NamesToolAndRuntime()
    {
        await using var home = new TestHome();
        var version = (await AionctlProcess.RunAsync(home, "version", "--output", "json")).Expect(ExitCode.Ok).Json();
        Assert.Equal(System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription, version.GetProperty("runtime").GetString());
        Assert.NotEmpty(version.GetProperty("version").GetString()!);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("down")]
    [InlineData("logs x")]
    [InlineData("explain x")]
    [InlineData("restart x")]
    [InlineData("delete")]
    [InlineData("kanban list")]
    [InlineData("kanban dead")]
    [InlineData("kanban send x")]
    public async Task Command_WithoutHost_SaysNothingRuns(string command)
    {
        await using var home = new TestHome();
        var result = await AionctlProcess.RunAsync(home, [.. command.Split(' '), "--output", "json"]);
        result.Expect(ExitCode.NotRunning);
        Assert.Contains($"Nothing runs in {home.Path}", result.Error);
        var error = result.Json().GetProperty("error");
        Assert.Equal(("NotRunning", 3), (error.GetProperty("code").GetString(), error.GetProperty("exitCode").GetInt32()));
    }
}
