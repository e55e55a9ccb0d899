using Aion.Cli.CommandLine;

namespace Aion.Cli.Hosting;

/// <summary>Keeps a second host out of a home. The system releases it when the process ends, however it ends.</summary>
internal sealed class HostLock : IDisposable
{
    private readonly FileStream _file;

    private HostLock(FileStream file) => _file = file;

    /// <exception cref="CliException">Another host holds the home.</exception>
    public static HostLock Take(AionHome home)
    {
        home.Create();
        try
        {
            return new HostLock(new FileStream(home.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            var holder = new HostRecordFile(home).ReadLiving();
            var who = holder is null ? "Another host" : $"Process {holder.Pid}, running {holder.Subject},";
            throw new CliException(ExitCode.AlreadyRunning, $"{who} already uses {home.Path}. Stop it with `aionctl down`, or use another folder with --home.");
        }
    }

    public void Dispose() => _file.Dispose();
}
