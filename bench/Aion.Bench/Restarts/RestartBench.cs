using System.Globalization;
using Aion.Bench.Measuring;
using Aion.Bench.Product;

namespace Aion.Bench.Restarts;

/// <summary>
/// From the death of a process to the first command of its successor, under a whole `aionctl up`. Each failure counts as the
/// first, which is answered at once: the process runs longer than <c>restart.resetAfter</c>.
/// </summary>
internal sealed class RestartBench(Report report, string aionctl, string? components, bool quick)
{
    private static readonly TimeSpan ResetAfter = TimeSpan.FromMilliseconds(100);

    public async Task RunAsync(string directory)
    {
        var count = quick ? 30 : 200;
        var floor = await SpawnFloor.RunAsync(Path.Combine(directory, "floor"), count);
        report.Add("floor: posix_spawn until the program's first command", "p50 us", floor.Median);
        report.Add("floor: posix_spawn until the program's first command", "p99 us", floor.P99);
        using var crasher = new Crasher(Path.Combine(directory, "crasher"));
        var project = Path.Combine(directory, "restart.yml");
        await File.WriteAllTextAsync(project, Project(crasher));
        await using var host = await AionHost.StartAsync(aionctl, components, Path.Combine(directory, "restart"), project);
        var pid = (await crasher.NextAsync("start")).ProcessId;
        pid = (await RestartsAsync(crasher, pid, 10, FailAsync)).ProcessId;
        var cpu = ProcessUsage.CpuTime(host.ProcessId);
        (pid, var failed) = await RestartsAsync(crasher, pid, count, FailAsync);
        report.Add("restart after exit code 1", "CPU us, host", (ProcessUsage.CpuTime(host.ProcessId) - cpu).TotalMicroseconds / count);
        Add("restart after exit code 1", failed);
        Add("restart after SIGKILL", (await RestartsAsync(crasher, pid, count, KillAsync)).Samples);
    }

    private void Add(string work, Samples samples)
    {
        report.Add(work, "p50 us", samples.Median);
        report.Add(work, "p99 us", samples.P99);
    }

    private static async Task<(int ProcessId, Samples Samples)> RestartsAsync(Crasher crasher, int pid, int count, Func<Crasher, int, Task<double>> end)
    {
        var samples = new List<double>(count);
        for (var i = 0; i < count; i++)
        {
            await Task.Delay(ResetAfter * 1.5);
            var died = await end(crasher, pid);
            (var started, pid) = await crasher.NextAsync("start");
            samples.Add(started - died);
        }

        return (pid, new Samples(samples));
    }

    private static async Task<double> FailAsync(Crasher crasher, int pid)
    {
        crasher.Fail();
        return (await crasher.NextAsync("end")).At;
    }

    private static Task<double> KillAsync(Crasher crasher, int pid)
    {
        var at = Crasher.Now;
        return Native.Kill(pid, Native.SigKill) == 0 ? Task.FromResult(at) : throw new InvalidOperationException($"Process {pid} cannot be killed.");
    }

    private static string Project(Crasher crasher) => $"""
        deviceName: bench
        microservices:
          crasher:
            startup: yes
            command: [{string.Join(", ", crasher.Command.Select(part => $"\"{part}\""))}]
            restart:
              resetAfter: {ResetAfter.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)}ms
        """;
}
