namespace Aion.Bench.Fleet;

/// <summary>What many instances take, and whether ten times as many take ten times as much.</summary>
internal static class FleetBench
{
    private static readonly int[] Counts = [100, 300, 1000];

    public static async Task RunAsync(Report report, string directory)
    {
        var results = new List<FleetResult>();
        foreach (var count in Counts)
        {
            var result = await FleetProcess.RunAsync(Path.Combine(directory, $"fleet{count}"), count);
            results.Add(result);
            report.Add($"fleet of {count}: start all", "seconds", result.StartSeconds);
            report.Add($"fleet of {count}: start all", "CPU us each", result.StartCpuSeconds * 1e6 / count);
            report.Add($"fleet of {count}: crash and restart all", "seconds", result.RestartSeconds);
            report.Add($"fleet of {count}: crash and restart all", "CPU us each", result.RestartCpuSeconds * 1e6 / count);
            report.Add($"fleet of {count}: memory after both", "KB resident each", result.ResidentMegabytes * 1024 / count);
            report.Add($"fleet of {count}: memory after both", "KB of live objects each", result.HeapMegabytes * 1024 / count);
        }

        var (few, many, times) = (results[0], results[^1], (double)Counts[^1] / Counts[0]);
        report.Add($"fleet of {Counts[^1]} against {Counts[0]}, by instance", "time, ratio", (many.StartSeconds + many.RestartSeconds) / (few.StartSeconds + few.RestartSeconds) / times);
        report.Add($"fleet of {Counts[^1]} against {Counts[0]}, by instance", "CPU time, ratio", (many.StartCpuSeconds + many.RestartCpuSeconds) / (few.StartCpuSeconds + few.RestartCpuSeconds) / times);
        report.Add($"fleet of {Counts[^1]} against {Counts[0]}, by instance", "live objects, ratio", many.HeapMegabytes / few.HeapMegabytes / times);
    }
}
