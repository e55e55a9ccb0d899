using System.Globalization;
using Aion.ServiceBroker.Cluster.Placing;

namespace Aion.ServiceBroker.Cluster;

/// <summary>Measures how busy this machine is, from Linux' /proc; elsewhere only the number of processors is known.</summary>
internal sealed class LoadMeter
{
    private readonly Lock _gate = new();
    private (long Busy, long Total) _last;

    /// <summary>Processors since the last call, memory now.</summary>
    public LoadFigures Current
    {
        get
        {
            try
            {
                return OperatingSystem.IsLinux() ? new LoadFigures(Environment.ProcessorCount, Cpu(), Memory()) : Unmeasured;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
            {
                return Unmeasured;
            }
        }
    }

    private static LoadFigures Unmeasured => new(Environment.ProcessorCount, 0, 0);

    // proc(5): "cpu user nice system idle iowait irq softirq steal guest guest_nice", in ticks since boot; guest is in user already.
    private double Cpu()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8)
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var now = (Busy: ticks.Sum() - ticks[3] - ticks[4], Total: ticks.Sum());
        lock (_gate)
        {
            var (busy, total) = (now.Busy - _last.Busy, now.Total - _last.Total);
            _last = now;
            return total <= 0 ? 0 : Math.Clamp((double)busy / total, 0, 1);
        }
    }

    // "MemTotal:       16314552 kB"
    private static double Memory()
    {
        var lines = File.ReadLines("/proc/meminfo").Take(3).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(words => words[0], words => double.Parse(words[1], CultureInfo.InvariantCulture));
        return lines.TryGetValue("MemAvailable:", out var available) && lines["MemTotal:"] is > 0 and var total
            ? Math.Clamp(1 - (available / total), 0, 1) : 0;
    }
}
