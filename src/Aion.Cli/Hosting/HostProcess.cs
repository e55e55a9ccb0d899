using System.ComponentModel;
using System.Diagnostics;

namespace Aion.Cli.Hosting;

/// <summary>Looks at processes that are not children of this one.</summary>
internal static class HostProcess
{
    // The start time is computed from clock ticks since boot, and moves a little when the clock is adjusted.
    private static readonly TimeSpan StartTimeTolerance = TimeSpan.FromSeconds(2);

    /// <summary>Whether it runs; with a start time: whether it is still that one and not a later process of the same id.</summary>
    public static bool IsRunning(int pid, DateTimeOffset? startTime = null)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited && !IsZombie(pid)
                && (startTime is not { } expected || (process.StartTime.ToUniversalTime() - expected).Duration() < StartTimeTolerance);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    public static DateTimeOffset OwnStartTime()
    {
        using var self = Process.GetCurrentProcess();
        return self.StartTime.ToUniversalTime();
    }

    // Dead, but not yet collected by its parent, which in a container may be a program that never does. proc(5): pid (comm) state
    private static bool IsZombie(int pid)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] is 'Z' or 'X';
        }
        catch (IOException)
        {
            return true;
        }
    }
}
