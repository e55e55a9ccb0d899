using System.Diagnostics;
using Aion.Testing;

namespace Aion.FunctionalTests.Disks;

/// <summary>A file system of a few megabytes in memory. It takes root and the right to mount.</summary>
internal sealed class Tmpfs : IDisposable
{
    private readonly TempDirectory _folder = new();

    private Tmpfs()
    {
    }

    public string FullPath => _folder.FullPath;

    /// <summary>Null when this machine does not let us mount.</summary>
    public static Tmpfs? TryMount(int megabytes)
    {
        var tmpfs = new Tmpfs();
        if (OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", tmpfs.FullPath) == 0)
        {
            return tmpfs;
        }

        tmpfs._folder.Dispose();
        return null;
    }

    public void Dispose()
    {
        // Lazy: a service that the host left to itself may still have its working directory here.
        Run("umount", "-l", FullPath);
        _folder.Dispose();
    }

    private static int Run(string command, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(command, arguments) { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
