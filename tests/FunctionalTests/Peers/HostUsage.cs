using System.Diagnostics;

namespace Aion.FunctionalTests.Peers;

/// <summary>What a process holds (Linux).</summary>
internal sealed record HostUsage(int OpenFiles, int Threads, long ResidentBytes)
{
    public static HostUsage Of(int pid)
    {
        using var process = Process.GetProcessById(pid);
        var files = Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length;
        return new HostUsage(files, process.Threads.Count, process.WorkingSet64);
    }
}
