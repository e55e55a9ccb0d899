using System.Runtime.InteropServices;

namespace Aion.FunctionalTests.Hosting;

/// <summary>Signals to other processes, by their id.</summary>
internal static partial class Signal
{
    public static void Terminate(int pid) => Send(pid, 15);

    public static void Kill(int pid) => Send(pid, 9);

    private static void Send(int pid, int signal)
    {
        if (kill(pid, signal) != 0)
        {
            throw new InvalidOperationException($"kill({pid}, {signal}) failed with errno {Marshal.GetLastPInvokeError()}");
        }
    }

    [DllImport("libc", SetLastError = true)]
#pragma warning disable IDE1006, CA5392, SYSLIB1054 // The C library's own name; found by the loader as any libc is.
    private static extern int kill(int pid, int signal);
#pragma warning restore IDE1006, CA5392, SYSLIB1054
}
