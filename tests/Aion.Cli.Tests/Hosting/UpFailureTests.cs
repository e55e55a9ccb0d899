using System.Net;
using System.Net.Sockets;
using Aion.Cli.CommandLine;
using Aion.Cli.Hosting;

namespace Aion.Cli.Tests.Hosting;

/// <summary>Every way in which <c>aionctl up</c> does not start: a sentence, its exit code, and nothing left behind.</summary>
public sealed class UpFailureTests
{
    private const string Project = """
        microservices:
          camera:
            startup: yes
            command: [sleep, "600"]
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Up_InvalidProject_ShowsDiagnosticsAndStartsNothing(bool detach)
    {
        await using var home = new TestHome();
        home.Write("project.yml", Project + "\n    scael: 2\n");
        var result = (await RunAsync(home, detach)).Expect(ExitCode.InvalidProject);
        Assert.Contains("project.yml:5:5: error", result.Output);
        Assert.Contains("project.yml cannot run: 1 error, 0 warnings.", result.Error);
        Assert.False(Directory.Exists(home.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Up_HomeThatIsAFile_IsAUsageError(bool detach)
    {
        await using var home = new TestHome();
        home.Write("project.yml", Project);
        await File.WriteAllTextAsync(home.Path, "");
        var result = (await RunAsync(home, detach)).Expect(ExitCode.Usage);
        Assert.Contains($"{home.Path} cannot be written to; use another folder with --home.", result.Error);
        File.Delete(home.Path);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Up_FailingBuildStep_ShowsItsOutput(bool detach)
    {
        await using var home = new TestHome();
        home.Write("project.yml", Project + "\n    build: [sh, -c, \"echo no such module; exit 3\"]\n");
        var result = (await RunAsync(home, detach, "--ports", "auto")).Expect(ExitCode.BuildFailed);
        Assert.Contains("The build of camera failed with exit code 3", result.Output + result.Error);
        Assert.Contains("no such module", result.Output + result.Error);
        Assert.False(File.Exists(Path.Combine(home.Path, "run", "host.json")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Up_TakenPort_SaysByWhom(bool detach)
    {
        await using var home = new TestHome();
        home.Write("project.yml", Project);
        // An address of its own: hosts of other tests have the default ports of the usual one.
        var host = IPAddress.Parse("127.0.77.3");
        var port = new PlatformPorts().BrokerHttp;
        using var holder = new TcpListener(host, port);
        holder.Start();
        var result = (await RunAsync(home, detach, "--host", host.ToString())).Expect(ExitCode.PortInUse);
        Assert.Contains($"{port}", result.Error);
        Assert.EndsWith("Stop that program, or let aionctl take free ports: aionctl up --ports auto\n", result.Error, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", result.Error);
        Assert.DoesNotContain("ports", result.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Up_BrokenComponent_SaysFileAndReason(bool detach)
    {
        await using var home = new TestHome();
        home.Write("project.yml", Project);
        Directory.CreateDirectory(Path.Combine(home.Project, "components"));
        home.Write("components/aion-pubsub.yaml", """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: aion-pubsub
            spec:
              type: pubsub.carrierpigeon
              version: v1
            """);
        var result = (await RunAsync(home, detach, "--ports", "auto", "--components", "components")).Expect(ExitCode.StartFailed);
        Assert.Contains("aion-pubsub.yaml", result.Error);
        Assert.Contains("pubsub.carrierpigeon", result.Error);
        Assert.DoesNotContain("pubsub.carrierpigeon", result.Output);
    }

    [Fact]
    public async Task Up_MissingComponentFolder_IsAUsageError()
    {
        await using var home = new TestHome();
        home.Write("project.yml", Project);
        var result = (await RunAsync(home, false, "--components", "componets")).Expect(ExitCode.Usage);
        Assert.Contains("The component folder componets is not there.", result.Error);
    }

    private static Task<AionctlResult> RunAsync(TestHome home, bool detach, params string[] options) =>
        AionctlProcess.RunAsync(home, ["up", .. detach ? ["--detach"] : Array.Empty<string>(), .. options]);
}
