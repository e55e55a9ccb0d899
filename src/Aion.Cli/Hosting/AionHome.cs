using Aion.Cli.CommandLine;

namespace Aion.Cli.Hosting;

/// <summary>The folder that one host owns: data, logs, state, and the record of the host itself.</summary>
internal sealed record AionHome(string Path)
{
    public string State => System.IO.Path.Combine(Path, "state");

    public string Logs => System.IO.Path.Combine(Path, "logs");

    public string HostLog => System.IO.Path.Combine(Logs, "host.log");

    public string Run => System.IO.Path.Combine(Path, "run");

    /// <summary>Process id, start time and addresses of the running host.</summary>
    public string HostFile => System.IO.Path.Combine(Run, "host.json");

    /// <summary>Held open by the running host; the system lets go of it when the host dies, however it dies.</summary>
    public string LockFile => System.IO.Path.Combine(Run, "host.lock");

    /// <summary>What a detached host prints while it starts.</summary>
    public string StartOutput => System.IO.Path.Combine(Run, "start.out");

    public string Builds => System.IO.Path.Combine(Run, "builds");

    /// <summary>Copies of the component files that aionctl carries.</summary>
    public string Components => System.IO.Path.Combine(Run, "components");

    /// <summary>The option, else AION_HOME, else ~/.aion.</summary>
    public static AionHome Resolve(string? option, Func<string, string?> environment)
    {
        var path = !string.IsNullOrEmpty(option) ? option
            : environment("AION_HOME") is { Length: > 0 } variable ? variable
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aion");
        return new AionHome(System.IO.Path.GetFullPath(path));
    }

    /// <exception cref="CliException">The folder cannot be made or written to.</exception>
    public void Create()
    {
        try
        {
            Directory.CreateDirectory(Path);
            foreach (var folder in (string[])[State, Logs, Run, Builds])
            {
                CreatePrivate(folder);
            }
            File.Create(System.IO.Path.Combine(Run, $"writable-{Environment.ProcessId}"), 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Usage, $"{Path} cannot be written to; use another folder with --home. ({refused.Message})", refused);
        }
    }

    // Kanbans and the env of services are not for the other users of the machine.
    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
