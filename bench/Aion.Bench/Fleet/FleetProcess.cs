using System.Diagnostics;
using System.Text.Json;
using Aion.Bench.Measuring;
using Aion.ServiceBroker.Lifecycle;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Aion.Bench.Fleet;

/// <summary>
/// Sidecar on SQLite and broker in one process, as `aionctl up` has them, with instances that are no processes: starts all, has
/// all crash at once, and waits until all run again.
/// </summary>
internal sealed class FleetProcess(FleetBroker broker)
{
    public const string Command = "fleet";

    private const int WarmUp = 50;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<FleetResult> RunAsync(string directory, int count)
    {
        using var process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, [Command, directory, count.ToString(System.Globalization.CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<FleetResult>(output)!
            : throw new InvalidOperationException($"The fleet ended with {process.ExitCode}: {output}");
    }

    /// <summary>The child's main: prints the result.</summary>
    public static async Task ServeAsync(string directory, int count)
    {
        await using var broker = await FleetBroker.StartAsync(directory);
        var fleet = new FleetProcess(broker);
        await fleet.MeasureAsync("warm", WarmUp);
        await broker.DeleteAsync();
        Console.WriteLine(JsonSerializer.Serialize(await fleet.MeasureAsync("job", count)));
    }

    private async Task<FleetResult> MeasureAsync(string name, int count)
    {
        var lifecycle = broker.App.Services.GetRequiredService<IInstanceLifecycle>();
        var (resident, heap, starts) = (ProcessUsage.ResidentMegabytes(Environment.ProcessId), HeapMegabytes(), broker.Platform.Starts);
        var start = await TimeAsync(async () =>
        {
            await broker.ApplyAsync(Project(name, count));
            await RunningAsync(lifecycle, name, count, starts + count);
        });
        var restart = await TimeAsync(async () =>
        {
            broker.Platform.CrashAll();
            await RunningAsync(lifecycle, name, count, starts + (2 * count));
        });
        return new FleetResult(
            start.Wall, start.Cpu, restart.Wall, restart.Cpu, ProcessUsage.ResidentMegabytes(Environment.ProcessId) - resident, HeapMegabytes() - heap);
    }

    private static async Task<(double Wall, double Cpu)> TimeAsync(Func<Task> work)
    {
        var (cpu, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        await work();
        return (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }

    private async Task RunningAsync(IInstanceLifecycle lifecycle, string name, int count, int starts)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (broker.Platform.Starts < starts
            || lifecycle.Instances.Count(i => i.State == InstanceState.Running && i.Service.StartsWith(name, StringComparison.Ordinal)) < count)
        {
            await Task.Delay(Poll, timeout.Token);
        }
    }

    private static double HeapMegabytes() => GC.GetTotalMemory(forceFullCollection: true) / 1048576.0;

    // Two services, because one has 999 instances at most.
    private static string Project(string name, int count) => $$"""
        deviceName: bench
        microservices:
          {{name}}-a: {command: [none], startup: yes, scale: {{count / 2}}, withoutKanban: yes}
          {{name}}-b: {command: [none], startup: yes, scale: {{count - (count / 2)}}, withoutKanban: yes}
        """;
}
