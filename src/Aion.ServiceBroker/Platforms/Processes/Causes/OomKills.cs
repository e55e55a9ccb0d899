using System.Globalization;

namespace Aion.ServiceBroker.Platforms.Processes.Causes;

/// <summary>
/// Whether the kernel has ended processes for lack of memory: the counter <c>oom_kill</c> of this program's control group,
/// which its instances share (memory.events of cgroup 2, memory.oom_control of cgroup 1), else the machine's (/proc/vmstat).
/// </summary>
internal sealed class OomKills
{
    private const string Key = "oom_kill ";
    private readonly Lock _gate = new();
    private readonly string? _file;
    private long _claimed;

    /// <param name="procRoot">Where proc(5) is.</param>
    /// <param name="cgroupRoot">Where the control groups are.</param>
    public OomKills(string procRoot = "/proc", string cgroupRoot = "/sys/fs/cgroup")
    {
        _file = Candidates(procRoot, cgroupRoot).FirstOrDefault(file => Count(file) is not null);
        _claimed = Count(_file) ?? 0;
    }

    /// <summary>True once for every kill that was counted since the start of this program.</summary>
    public bool TryClaim()
    {
        lock (_gate)
        {
            if (Count(_file) is not { } count || count <= _claimed)
            {
                return false;
            }

            _claimed++;
            return true;
        }
    }

    // hierarchy-ID:controllers:path (cgroups(7)); cgroup 2 is "0::path".
    private static IEnumerable<string> Candidates(string procRoot, string cgroupRoot)
    {
        foreach (var line in ReadLines(Path.Combine(procRoot, "self", "cgroup")))
        {
            var parts = line.Split(':', 3);
            if (parts is ["0", "", var unified])
            {
                yield return cgroupRoot + unified.TrimEnd('/') + "/memory.events";
            }
            else if (parts is [_, var controllers, var path] && controllers.Split(',').Contains("memory"))
            {
                yield return cgroupRoot + "/memory" + path.TrimEnd('/') + "/memory.oom_control";
            }
        }

        yield return Path.Combine(procRoot, "vmstat");
    }

    private static long? Count(string? file) => file is null ? null
        : ReadLines(file).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal)) is { } line
            && long.TryParse(line.AsSpan(Key.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static string[] ReadLines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
