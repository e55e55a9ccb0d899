using System.Diagnostics;
using Aion.Bench.Fleet;
using Aion.Bench.Floors;
using Aion.Bench.Product;
using Aion.Bench.Restarts;
using Aion.Bench.Workflows;

namespace Aion.Bench;

/// <summary>The whole run: floors first and last of all the product, so that both see the same machine.</summary>
internal sealed class BenchRun(bool quick, string aionctl, string? components, string[] only, string? json)
{
    private readonly TimeSpan _time = TimeSpan.FromSeconds(quick ? 2 : 6);
    private readonly Report _report = new();

    public async Task<int> RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("aion-bench").FullName;
        try
        {
            await FloorsAsync(directory);
            await WorkflowsAsync(directory);
            await LifecycleAsync(directory);
            await StartAsync(directory);
            await ProductAsync(directory);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        _report.Print();
        if (json is not null)
        {
            _report.Save(json);
        }

        return 0;
    }

    private bool Wants(string part) => only.Length == 0 || only.Contains(part);

    private async Task FloorsAsync(string directory)
    {
        if (!Wants("floors"))
        {
            return;
        }

        using (var echo = EchoServer.Start())
        {
            foreach (var callers in new[] { 1, 8, 64 })
            {
                var result = await SendBench.RunAsync(echo.Address, callers, _time, echo.ProcessId, Environment.ProcessId);
                _report.Add($"floor: empty unary gRPC, {callers} callers", "per second", result.PerSecond);
                _report.Add($"floor: empty unary gRPC, {callers} callers", "CPU us per call, server", result.CpuPerCall[0]);
                _report.Add($"floor: empty unary gRPC, {callers} callers", "CPU us per call, client", result.CpuPerCall[1]);
                _report.Add($"floor: empty unary gRPC, {callers} callers", "p50 us", result.Latency.Median);
            }
        }

        _report.Add("floor: durable SQLite commit, 1 row", "p50 us", SqliteFloor.Run(directory, 2000, 1).Median);
        _report.Add("floor: durable SQLite commit, 100 rows", "p50 us", SqliteFloor.Run(directory, 300, 100).Median);
        foreach (var callers in new[] { 1, 64 })
        {
            if (await RedisFloor.RunAsync(directory, callers, _time) is { } redis)
            {
                _report.Add($"floor: Redis XADD in memory, {callers} callers", "per second", redis.PerSecond);
                _report.Add($"floor: Redis XADD in memory, {callers} callers", "p50 us", redis.Latency.Median);
            }
        }
    }

    private async Task WorkflowsAsync(string directory)
    {
        if (Wants("workflow"))
        {
            await new WorkflowBench(_report, quick).RunAsync(directory);
        }
    }

    private async Task LifecycleAsync(string directory)
    {
        if (Wants("restart"))
        {
            await new RestartBench(_report, aionctl, components, quick).RunAsync(directory);
        }

        if (Wants("fleet"))
        {
            await FleetBench.RunAsync(_report, directory);
        }
    }

    private async Task StartAsync(string directory)
    {
        if (!Wants("start"))
        {
            return;
        }

        for (var run = 0; run < (quick ? 1 : 3); run++)
        {
            var watch = Stopwatch.StartNew();
            await using var host = await AionHost.StartAsync(aionctl, components, Path.Combine(directory, $"start{run}"));
            await host.FirstKanbanAsync();
            _report.Add("start: aionctl up until the first kanban is through", "seconds", watch.Elapsed.TotalSeconds);
            _report.Add("start: CPU time of the host", "ms", Measuring.ProcessUsage.CpuTime(host.ProcessId).TotalMilliseconds);
            _report.Add("start: resident memory of the host", "MB", Measuring.ProcessUsage.ResidentMegabytes(host.ProcessId));
        }
    }

    private async Task ProductAsync(string directory)
    {
        if (!Wants("send") && !Wants("hop") && !Wants("burst"))
        {
            return;
        }

        await using var host = await AionHost.StartAsync(aionctl, components, Path.Combine(directory, "product"));
        await host.FirstKanbanAsync();
        if (Wants("hop"))
        {
            await HopAsync(host);
        }

        if (Wants("burst"))
        {
            await BurstAsync(host);
        }

        if (Wants("send"))
        {
            await SendAsync(host);
        }

        _report.Add("host", "resident MB after all", Measuring.ProcessUsage.ResidentMegabytes(host.ProcessId));
    }

    private async Task HopAsync(AionHost host)
    {
        var (latency, cpu) = await HopBench.RunAsync(host.KanbanAddress, quick ? 1000 : 5000, host.ProcessId, Environment.ProcessId);
        _report.Add("hop, one in flight", "p50 us", latency.Median, 463, higherIsBetter: false);
        _report.Add("hop, one in flight", "p99 us", latency.P99, 1098, higherIsBetter: false);
        _report.Add("hop, one in flight", "CPU us, host", cpu[0], 530, higherIsBetter: false);
        _report.Add("hop, one in flight", "CPU us, clients", cpu[1]);
    }

    private async Task BurstAsync(AionHost host)
    {
        for (var run = 0; run < (quick ? 1 : 3); run++)
        {
            var burst = await BurstBench.RunAsync(host.KanbanAddress, 64, 20_032, host.ProcessId, Environment.ProcessId);
            _report.Add("burst of 20,000 by 64 senders", "hops per second", burst.PerSecond, 2744);
            _report.Add("burst of 20,000 by 64 senders", "CPU us, host", burst.CpuPerKanban[0], 485, higherIsBetter: false);
            _report.Add("burst of 20,000 by 64 senders", "CPU us, clients", burst.CpuPerKanban[1]);
            _report.Add("burst of 20,000 by 64 senders", "lost", burst.Lost);
            _report.Add("burst of 20,000 by 64 senders", "repeated", burst.Repeated);
            _report.Add("burst of 20,000 by 64 senders", "out of order", burst.OutOfOrder);
        }
    }

    private async Task SendAsync(AionHost host)
    {
        foreach (var (callers, peer, cpu) in new[] { (1, 4860.0, 179.0), (8, 13_229.0, 89.0), (64, 16_195.0, 82.0) })
        {
            var result = await SendBench.RunAsync(host.KanbanAddress, callers, _time, host.ProcessId, Environment.ProcessId);
            _report.Add($"SendKanban, {callers} callers", "per second", result.PerSecond, peer);
            _report.Add($"SendKanban, {callers} callers", "p50 us", result.Latency.Median);
            _report.Add($"SendKanban, {callers} callers", "p99 us", result.Latency.P99);
            _report.Add($"SendKanban, {callers} callers", "CPU us, host with routing", result.CpuPerCall[0], cpu, higherIsBetter: false);
            await host.SettleAsync();
        }
    }
}
