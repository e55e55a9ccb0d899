using System.Globalization;

namespace Aion.ServiceBroker.Platforms.Processes.Native;

/// <summary>What /proc/PID/stat says (proc_pid_stat(5)).</summary>
/// <param name="Pid">Process id.</param>
/// <param name="State">R, S, D, T, Z, X ...</param>
/// <param name="Group">Process group id.</param>
/// <param name="Session">Session id.</param>
/// <param name="StartTime">Clock ticks since boot; with the pid it names a process for as long as the machine runs.</param>
/// <param name="WaitStatus">Of a zombie, what its parent will be told; only its own user may see it.</param>
internal readonly record struct ProcStat(int Pid, char State, int Group, int Session, long StartTime, int WaitStatus)
{
    /// <summary>Ended; a zombie only waits for its parent.</summary>
    public bool IsGone => State is 'Z' or 'X' or 'x';

    /// <summary>Null when there is no such process.</summary>
    public static ProcStat? Read(int pid)
    {
        try
        {
            return Parse(pid, File.ReadAllText($"/proc/{pid}/stat"));
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Every process that this user can see.</summary>
    public static IEnumerable<ProcStat> ReadAll()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && Read(pid) is { } stat)
            {
                yield return stat;
            }
        }
    }

    /// <summary>Names one boot of the machine: start times of different boots cannot be compared.</summary>
    public static string ReadBootId() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    // "PID (COMM) S PPID PGRP SESSION ...": COMM may hold spaces and brackets, so the fields count from the last one.
    private static ProcStat? Parse(int pid, string text)
    {
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length < 50 ? null : new ProcStat(
            pid,
            fields[0][0],
            int.Parse(fields[2], CultureInfo.InvariantCulture),
            int.Parse(fields[3], CultureInfo.InvariantCulture),
            long.Parse(fields[19], CultureInfo.InvariantCulture),
            int.Parse(fields[49], CultureInfo.InvariantCulture));
    }
}
