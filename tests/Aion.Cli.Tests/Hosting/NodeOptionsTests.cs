using Aion.Cli.CommandLine;

namespace Aion.Cli.Tests.Hosting;

public sealed class NodeOptionsTests
{
    [Theory]
    [InlineData("--mode mastre", "--mode is 'mastre', but can only be default, master or worker.")]
    [InlineData("--mode worker --node w", "Aion:Cluster:Master (--master) is missing")]
    [InlineData("--mode worker --node w --master 10.0.0.1:99999", "--master is '10.0.0.1:99999', but must be HOST or HOST:PORT")]
    [InlineData("--mode worker --node Hall_3 --master 10.0.0.1", "Hall_3', which cannot be the name of a node")]
    [InlineData("--master 10.0.0.1", "--master is for a worker: add --mode worker, or leave it out.")]
    [InlineData("--mode master --node m --host 0.0.0.0", "--host takes an address of this machine for itself, such as 127.0.0.2, not '0.0.0.0'")]
    [InlineData("project.yml --mode worker --node w --master 10.0.0.1", "A worker is handed its part of the project by its master: apply project.yml there")]
    public async Task Up_WrongNodeOption_SaysWhatIsWrong(string options, string sentence)
    {
        await using var home = new TestHome();

        var result = await AionctlProcess.RunAsync(home, ["up", .. options.Split(' ')]);

        Assert.Contains(sentence, result.Expect(ExitCode.Usage).Error);
    }

    [Fact]
    public async Task Up_WorkerByEnvironmentWithoutMaster_NamesTheKey()
    {
        await using var home = new TestHome();

        var result = await AionctlProcess.RunAsync(home, new Dictionary<string, string?> { ["MODE"] = "worker", ["NODE_NAME"] = "w" }, "up");

        Assert.Contains("Aion:Cluster:Master (--master) is missing", result.Expect(ExitCode.Usage).Error);
    }

    [Fact]
    public async Task Up_WorkerOfAMasterThatIsNotThere_RunsAndShowsItsLink()
    {
        await using var home = new TestHome();
        await using var host = AionctlProcess.Start(home, "up", "--ports", "auto", "--host", "127.0.9.9", "--mode", "worker", "--node", "w", "--master", "127.0.9.1");
        await host.OutputAsync("running worker w of 127.0.9.1");

        var status = await AionctlProcess.RunAsync(home, "status");
        var json = await AionctlProcess.RunAsync(home, "status", "--output", "json");

        Assert.Contains("master 127.0.9.1: ", status.Expect(ExitCode.Ok).Output);
        Assert.Equal("worker", json.Json().GetProperty("mode").GetString());
        Assert.Equal("127.0.9.1", json.Json().GetProperty("master").GetProperty("address").GetString());
    }
}
