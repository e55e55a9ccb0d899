using Aion.ServiceBroker.Platforms.Processes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Tests.Platforms.Processes;

public sealed class DaprdSidecarLauncherTests : IDisposable
{
    private readonly TempFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Start_GivesEveryInstanceADaprdThatEndsWithIt()
    {
        // A program that writes down how it was started stands for daprd.
        var daprd = _home.File("daprd", "#!/bin/sh\necho \"$*\"; exec sleep 1000", executable: true);
        using var sidecars = Launcher(daprd);
        using var platform = TestPlatform.Create(_home.Path, sidecars);
        var spec = TestPlatform.Spec(_home.Path, "sh", "-c", "echo $DAPR_HTTP_PORT; exec sleep 1000") with { AppPort = 4711, AppProtocol = "grpc" };
        var instance = await platform.StartAsync(spec, CancellationToken.None);

        await Eventually.HoldsAsync(() => Log("sidecars").Length > 0 && Log("").Length > 0, "both run");
        Assert.StartsWith("--app-id job-001 --dapr-http-port " + Log("").Trim(), Log("sidecars"), StringComparison.Ordinal);
        Assert.Contains("--app-port 4711 --app-protocol grpc", Log("sidecars"), StringComparison.Ordinal);
        Assert.Single(Records());
        await instance.StopAsync(Within.Default);
        Assert.Empty(Records());
    }

    [Fact]
    public async Task Adopt_AfterACrash_TakesOverTheDaprdToo()
    {
        var daprd = _home.File("daprd", "#!/bin/sh\nexec sleep 1000", executable: true);
        var spec = TestPlatform.Spec(_home.Path, "sleep", "1000");
        // Not disposed and never told to stop: what a host leaves that was killed.
        var first = await TestPlatform.Create(_home.Path, Launcher(daprd)).StartAsync(spec, CancellationToken.None);
        var before = await File.ReadAllTextAsync(Records().Single());

        using var sidecars = Launcher(daprd);
        using var platform = TestPlatform.Create(_home.Path, sidecars);
        var second = await platform.AdoptAsync(spec, CancellationToken.None);
        Assert.Equal(first.Pid, second?.Pid);
        Assert.Equal(before, await File.ReadAllTextAsync(Records().Single()));
        await second!.StopAsync(Within.Default);
        Assert.Empty(Records());
    }

    private DaprdSidecarLauncher Launcher(string daprd) => new(
        Options.Create(new ServiceBrokerOptions { Home = _home.Path, DaprdPath = daprd }), TimeProvider.System, NullLogger<ProcessPlatform>.Instance);

    private string[] Records() => Directory.GetFiles(Path.Combine(_home.Path, "sidecars", "run", "instances"));

    private string Log(string folder)
    {
        var path = Path.Combine(_home.Path, folder, "logs", "job-001.log");
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }
}
