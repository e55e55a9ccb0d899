using System.Globalization;

namespace Aion.Bench.Measuring;

/// <summary>User + system time and resident memory of a process, from /proc (proc(5): stat fields 14 and 15, status VmRSS).</summary>
internal static class ProcessUsage
{
    /// <summary>USER_HZ, which Linux fixes at 100 for every architecture that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    public static TimeSpan CpuTime(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    public static double ResidentMegabytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
