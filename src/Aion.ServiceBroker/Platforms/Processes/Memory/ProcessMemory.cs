using System.Globalization;

namespace Aion.ServiceBroker.Platforms.Processes.Memory;

/// <summary>How much memory processes keep for themselves: anonymous and shared pages, resident or swapped out, not mapped files.</summary>
internal static class ProcessMemory
{
    private const int BytesPerKilobyte = 1024;

    // proc_pid_status(5), fields that can be had quickly.
    private static readonly string[] Resident = ["RssAnon:", "RssShmem:", "VmSwap:"];

    // proc_pid_smaps(5): a page that n processes share counts 1/n in each.
    private static readonly string[] Proportional = ["Pss_Anon:", "Pss_Shmem:", "SwapPss:"];

    /// <summary>
    /// The sum over the processes, in bytes. Counts a page that forked processes share once for each of them.
    /// </summary>
    public static long Quick(IEnumerable<int> pids) => pids.Sum(pid => Read(pid, "status", Resident) ?? 0);

    /// <summary>The same with shared pages counted once; slower, because the kernel looks at every page.</summary>
    public static long Exact(IEnumerable<int> pids) =>
        pids.Sum(pid => Read(pid, "smaps_rollup", Proportional) ?? Read(pid, "status", Resident) ?? 0);

    // Key: spaces number " kB"
    private static long? Read(int pid, string file, string[] keys)
    {
        try
        {
            long sum = 0;
            var found = false;
            foreach (var line in File.ReadLines($"/proc/{pid}/{file}"))
            {
                if (keys.FirstOrDefault(key => line.StartsWith(key, StringComparison.Ordinal)) is { } key
                    && long.TryParse(line.AsSpan(key.Length).Trim().TrimEnd("kB").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes))
                {
                    sum += kilobytes * BytesPerKilobyte;
                    found = true;
                }
            }

            return found ? sum : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
