using System.Globalization;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Platforms.Processes.Native;

namespace Aion.ServiceBroker.Tests.Platforms.Processes;

public sealed class ProcessStopTests : IDisposable
{
    private readonly TempFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Stop_ServiceThatListens_EndsByItself()
    {
        var instance = await StartAsync("trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.05; done");
        Assert.Equal(3, (await instance.StopAsync(Within.Default).WaitAsync(Within.Default)).ExitCode);
        Assert.Contains("bye", await LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_ServiceThatIgnoresSigterm_IsKilledAfterTheGrace()
    {
        var instance = await StartAsync("trap '' TERM; echo ready; while :; do sleep 0.05; done");
        var exit = await instance.StopAsync(TimeSpan.FromMilliseconds(200)).WaitAsync(Within.Default);
        Assert.Equal(Posix.SigKill, exit.Signal);
        Assert.True(ProcStat.Read(instance.Pid) is null or { IsGone: true });
    }

    [Theory]
    [InlineData("sleep 1000 & echo $! ; echo ready; exit 0")]
    [InlineData("sh -c 'trap \"\" TERM; echo $$; echo ready; while :; do sleep 0.05; done' & wait")]
    public async Task Stop_ChildrenInTheGroup_EndToo(string script)
    {
        var instance = await StartAsync(script);
        var child = int.Parse((await LogAsync()).Split('\n')[0], CultureInfo.InvariantCulture);
        await instance.StopAsync(TimeSpan.FromMilliseconds(200)).WaitAsync(Within.Default);
        Assert.True(ProcStat.Read(child) is null or { IsGone: true });
    }

    private async Task<IRunningInstance> StartAsync(string script)
    {
        var instance = await TestPlatform.Create(_home.Path)
            .StartAsync(TestPlatform.Spec(_home.Path, "sh", "-c", script), CancellationToken.None);
        await Eventually.HoldsAsync(async () => (await LogAsync()).Contains("ready", StringComparison.Ordinal), "the script is ready");
        return instance;
    }

    private async Task<string> LogAsync() => await File.ReadAllTextAsync(TestPlatform.Logs(_home.Path).PathOf("job-001"));
}
