using System.Runtime.InteropServices;

namespace Aion.Cli.Hosting;

/// <summary>Sends signals to processes that are not children of this one: kill(2).</summary>
internal static class ProcessSignal
{
    public const int Kill = 9;

    public const int Terminate = 15;

    /// <summary>False when there is no such process or it belongs to somebody else.</summary>
    public static bool Send(int pid, int signal) => KillNative(pid, signal) == 0;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int KillNative(int pid, int signal);
}
