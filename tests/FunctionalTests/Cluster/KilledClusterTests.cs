using System.Diagnostics;
using Aion.Testing;

namespace Aion.FunctionalTests.Cluster;

/// <summary>A cluster that ends in the middle of a test takes the services of killed nodes with it.</summary>
public sealed class KilledClusterTests
{
    [Fact]
    public async Task Dispose_WorkerWasKilled_ItsServiceHasEnded()
    {
        var cluster = await RunningCluster.StartAsync("w1");
        Process service;
        await using (cluster)
        {
            await cluster.ApplyAsync("""  one: { targetNode: w1, startup: yes, always: yes, command: [sleep, "100000"] }""");
            var running = await cluster.RunningAsync(("one", "w1"));
            service = Process.GetProcessById(running["one"].Pid);
            await cluster.Workers["w1"].KillAsync();
            Assert.False(service.HasExited);
        }

        using (service)
        {
            await service.WaitForExitAsync().Within30s();
        }
    }
}
