using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Aion.ServiceBroker.Platforms.Processes.Native;

/// <summary>Starts a program as leader of a new session (and so of a new process group), cut loose from this process.</summary>
internal static class ProcessSpawn
{
    // Larger than posix_spawnattr_t, posix_spawn_file_actions_t and sigset_t of glibc (336, 80, 128 bytes) and of musl.
    private const int StructSize = 1024;
    private const uint LogFileMode = 0b110_100_000;

    /// <summary>
    /// Standard input is /dev/null; standard output and error are appended to the log file by the program itself, so its
    /// output survives this process. Signal handling is set back to the default.
    /// </summary>
    /// <returns>The process id, which is also the id of its session and process group.</returns>
    /// <exception cref="Win32Exception">The system refused; the native error code says why.</exception>
    public static int Start(
        string path, IEnumerable<string> arguments, IEnumerable<string> environment, string directory, string logFile)
    {
        var memory = Marshal.AllocHGlobal(StructSize * 3);
        var (actions, attributes, signals) = (memory, memory + StructSize, memory + (StructSize * 2));
        try
        {
            Check(Posix.ActionsInit(actions));
            Check(Posix.AttributesInit(attributes));
            try
            {
                SetUpFiles(actions, directory, logFile);
                SetUpSession(attributes, signals);
                string?[] argv = [.. arguments, null];
                string?[] envp = [.. environment, null];
                Check(Posix.Spawn(out var pid, path, actions, attributes, argv, envp));
                return pid;
            }
            finally
            {
                _ = Posix.ActionsDestroy(actions);
                _ = Posix.AttributesDestroy(attributes);
            }
        }
        finally
        {
            Marshal.FreeHGlobal(memory);
        }
    }

    private static void SetUpFiles(nint actions, string directory, string logFile)
    {
        Check(Posix.ActionsAddOpen(actions, 0, "/dev/null", Posix.OpenReadOnly, 0));
        Check(Posix.ActionsAddOpen(
            actions, 1, logFile, Posix.OpenWriteOnly | Posix.OpenCreate | Posix.OpenAppend, LogFileMode));
        Check(Posix.ActionsAddDup2(actions, 1, 2));
        Check(Posix.ActionsAddChdir(actions, directory));
    }

    private static void SetUpSession(nint attributes, nint signals)
    {
        Check(Posix.AttributesSetFlags(
            attributes, Posix.SpawnSetSid | Posix.SpawnSetSigDefault | Posix.SpawnSetSigMask));
        _ = Posix.SigFillSet(signals);
        Check(Posix.AttributesSetSigDefault(attributes, signals));
        _ = Posix.SigEmptySet(signals);
        Check(Posix.AttributesSetSigMask(attributes, signals));
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }
}
