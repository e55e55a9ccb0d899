using System.Collections.Concurrent;
using System.Diagnostics;

namespace Aion.Bench.Measuring;

/// <summary>Runs one operation from several callers at once and measures each call.</summary>
internal static class Load
{
    /// <summary>Each caller calls again and again until the time is over; a call still under way is counted.</summary>
    public static async Task<LoadResult> RunAsync(int callers, TimeSpan time, Func<int, Task> call, params int[] processes)
    {
        var durations = new ConcurrentBag<List<double>>();
        var before = processes.Select(ProcessUsage.CpuTime).ToArray();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var mine = new List<double>(4096);
            while (watch.Elapsed < time)
            {
                var start = Stopwatch.GetTimestamp();
                await call(caller);
                mine.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }

            durations.Add(mine);
        })));
        var elapsed = watch.Elapsed;
        var cpu = processes.Select((p, i) => ProcessUsage.CpuTime(p) - before[i]).ToArray();
        var all = durations.SelectMany(d => d).ToArray();
        return new LoadResult(all.Length / elapsed.TotalSeconds, new Samples(all), [.. cpu.Select(c => c.TotalMicroseconds / all.Length)]);
    }
}
