using System.Text;
using Aion.ServiceBroker.Platforms.Processes.Native;

namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>Finds and ends what an earlier run left running.</summary>
internal sealed class Leftovers(TimeProvider time)
{
    private readonly string _bootId = ProcStat.ReadBootId();

    /// <summary>The boot that new records belong to.</summary>
    public string BootId => _bootId;

    /// <summary>Whether the recorded program itself still runs.</summary>
    public bool IsAlive(InstanceRecord record) => record.Pid > 0 && record.BootId == _bootId
        && ProcStat.Read(record.Pid) is { IsGone: false } stat && stat.StartTime == record.StartTime;

    /// <summary>The processes that belong to the record, its program first; empty when all have ended.</summary>
    public IReadOnlyList<int> Find(InstanceRecord record) => record.BootId != _bootId ? []
        : [.. FindNow(record).Select(p => p.Pid).OrderBy(pid => pid != record.Pid).ThenBy(pid => pid)];

    /// <summary>
    /// Ends whatever belongs to the record: its program, or the children that outlived it, or a program that was started
    /// just before the host died and whose pid was never written down.
    /// </summary>
    /// <returns>How many processes there were.</returns>
    public async Task<int> EndAsync(InstanceRecord record, TimeSpan grace)
    {
        if (record.BootId != _bootId)
        {
            return 0;
        }

        var found = FindNow(record);
        Signal(found, Posix.SigTerm);
        for (var started = time.GetTimestamp(); FindNow(record).Count > 0 && time.GetElapsedTime(started) < grace;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), time);
        }

        Signal(FindNow(record), Posix.SigKill);
        return found.Count;
    }

    // Every member of the session, even one in another group, and every process that carries the token.
    private static List<ProcStat> FindNow(InstanceRecord record) =>
    [
        .. ProcStat.ReadAll().Where(p => !p.IsGone
            && ((record.Pid > 0 && p.Session == record.Pid && p.StartTime >= record.StartTime) || CarriesToken(p.Pid, record.Token))),
    ];

    private static void Signal(List<ProcStat> processes, int signal)
    {
        foreach (var process in processes)
        {
            _ = Posix.Kill(process.Pid, signal);
        }
    }

    private static bool CarriesToken(int pid, string token)
    {
        try
        {
            var environment = File.ReadAllBytes($"/proc/{pid}/environ");
            return environment.AsSpan().IndexOf(Encoding.ASCII.GetBytes(ProcessEnvironment.TokenVariable + "=" + token)) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
