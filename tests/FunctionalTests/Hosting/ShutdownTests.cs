using System.Diagnostics;
using Aion.Contracts.Kanbanpb;
using Aion.FunctionalTests.Kanbans;
using Aion.Testing;
using Grpc.Core;

namespace Aion.FunctionalTests.Hosting;

/// <summary>AION's server no longer stops on SIGTERM once a stream was open. Ours stops, with everything that it started.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task Stop_WithOpenStreamsAndRunningServices_LeavesNothingBehind()
    {
        await using var product = await RunningProduct.StartAsync("embedded", "stop");
        using var caller = new KanbanCaller(product.Host.Kanban);
        using var kanbans = caller.Client.ReceiveKanban(new InitializeService { MicroserviceName = "stop-sink", ProcessNumber = 1 });
        using var statics = caller.Client.ReceiveStaticKanban(new Topic { Name = "stop" });
        await caller.AcceptedAsync("stop-source", KanbanCaller.Numbered(1));
        Assert.True(await kanbans.ResponseStream.MoveNext().Within30s());
        var services = await RunningServicesAsync(product.Host);

        Assert.Equal(0, await product.Host.StopAsync());

        Assert.All(services, pid => Assert.False(IsAlive(pid), $"process {pid} was left behind"));
        Assert.False(File.Exists(Path.Combine(product.Host.Home, "run", "host.json")));
        await Assert.ThrowsAsync<RpcException>(async () => await kanbans.ResponseStream.MoveNext().Within30s());
    }

    private static async Task<IReadOnlyList<int>> RunningServicesAsync(AionHost host)
    {
        IReadOnlyList<int> pids = [];
        await Eventually.HoldsAsync(
            async () => (pids = [.. (await host.InstancesAsync()).Select(i => i.Pid).OfType<int>()]).Count > 0,
            "stop-sink is started by its kanban");
        return pids;
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
