using System.Diagnostics;

namespace Aion.Testing;

/// <summary>A file system of a few megabytes in memory. Needs Linux and the right to mount.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly TempDirectory directory = new();

    /// <param name="megabytes">Its size.</param>
    /// <exception cref="InvalidOperationException">It cannot be mounted.</exception>
    public SmallDisk(int megabytes)
    {
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", FullPath) is { } error)
        {
            directory.Dispose();
            throw new InvalidOperationException($"no tmpfs can be mounted: {error}");
        }
    }

    public string FullPath => directory.FullPath;

    /// <summary>Why this machine has no small disk; null: it has.</summary>
    public static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "a small disk needs Linux (tmpfs)";
        }

        try
        {
            using var disk = new SmallDisk(1);
            return null;
        }
        catch (Exception exception)
        {
            return $"a small disk needs the right to mount (run as root): {exception.Message}";
        }
    }

    /// <summary>Takes all the space that is left with a file of this name; delete it to get the space back.</summary>
    public void Fill(string name)
    {
        try
        {
            using var file = new FileStream(Path.Combine(FullPath, name), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Dispose()
    {
        Run("umount", "-l", FullPath);
        directory.Dispose();
    }

    private static string? Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : error.Trim();
    }
}
