using System.Diagnostics;
using System.Runtime.InteropServices;
using Aion.Cli.CommandLine;
using Aion.ServiceBroker.Security;

namespace Aion.Cli.Hosting;

/// <summary>Starts this program again without a terminal.</summary>
internal static class BackgroundProcess
{
    /// <summary>Starts aionctl with the given arguments; both output streams are appended to a file.</summary>
    /// <param name="arguments">Its command line.</param>
    /// <param name="outputFile">The file.</param>
    /// <param name="token">Token of the API, which goes by the environment: everybody on the machine can read a command line. Null: none.</param>
    public static Process Start(IEnumerable<string> arguments, string outputFile, string? token)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new CliException(ExitCode.Usage, "--detach needs Linux or macOS. On Windows run aionctl in WSL.");
        }
        // A shell does the redirection: .NET can only redirect to pipes, which would end with this process.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "out=$1; shift; exec \"$@\" </dev/null >>\"$out\" 2>&1", "sh", outputFile, .. Self(), .. arguments])
        {
            UseShellExecute = false,
        };
        if (token is not null)
        {
            start.Environment[ApiToken.Variable] = token;
        }
        return Process.Start(start) ?? throw new CliException(ExitCode.StartFailed, "The background process did not start.");
    }

    /// <summary>Makes this process a session of its own, so that the terminal's end and its Ctrl-C do not reach it.</summary>
    public static void LeaveTerminal()
    {
        if (!OperatingSystem.IsWindows())
        {
            // Fails only for a group leader, which has no terminal to share then.
            _ = SetSid();
        }
    }

    // As a program of its own, or as `dotnet aionctl.dll`.
    private static string[] Self()
    {
        var program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Path.Combine(AppContext.BaseDirectory, "aionctl.dll")] : [program];
    }

    [DllImport("libc", EntryPoint = "setsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetSid();
}
