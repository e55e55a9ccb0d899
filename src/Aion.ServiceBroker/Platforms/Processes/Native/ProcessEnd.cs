namespace Aion.ServiceBroker.Platforms.Processes.Native;

/// <summary>What the system tells of the end of a process (wait(2), getrusage(2)).</summary>
/// <param name="ExitCode">Exit code, or null.</param>
/// <param name="Signal">The signal that ended it, or null.</param>
/// <param name="CoreDumped">Whether it left a core dump.</param>
/// <param name="PeakBytes">Most memory that it, or a descendant that was waited for, had resident; 0: unknown.</param>
internal readonly record struct ProcessEnd(int? ExitCode, int? Signal, bool CoreDumped, long PeakBytes)
{
    private const int SignalMask = 0x7f;
    private const int CoreFlag = 0x80;

    public static ProcessEnd Unknown => default;

    /// <summary>The low seven bits are the signal, the next one says core dump, the next byte is the exit code.</summary>
    public static ProcessEnd Of(int waitStatus, long peakBytes = 0) => (waitStatus & SignalMask) == 0
        ? new ProcessEnd((waitStatus >> 8) & 0xff, null, false, peakBytes)
        : new ProcessEnd(null, waitStatus & SignalMask, (waitStatus & CoreFlag) != 0, peakBytes);

    /// <summary>Waits for a child that has ended, so that it is no zombie any more.</summary>
    public static ProcessEnd Reap(int pid)
    {
        int result, status;
        var usage = default(Posix.ResourceUsage);
        do
        {
            result = Posix.Wait(pid, out status, 0, ref usage);
        }
        while (result < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Posix.Eintr);

        return result < 0 ? Unknown : Of(status, usage.MostResidentKilobytes * 1024);
    }
}
