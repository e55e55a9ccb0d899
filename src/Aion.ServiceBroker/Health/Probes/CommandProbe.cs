using System.ComponentModel;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Platforms.Processes;
using Aion.ServiceBroker.Platforms.Processes.Logs;
using Aion.ServiceBroker.Platforms.Processes.Native;

namespace Aion.ServiceBroker.Health.Probes;

/// <summary>A command in the instance's directory and with its variables, which must end with exit code 0.</summary>
/// <param name="spec">The instance.</param>
/// <param name="command">Program and arguments.</param>
/// <param name="exits">Tells of its end.</param>
/// <param name="output">File that takes what it prints.</param>
internal sealed class CommandProbe(InstanceSpec spec, IReadOnlyList<string> command, ExitWatcher exits, string output) : IProbe
{
    // Not the instance's token: that one belongs to what runs for as long as the instance.
    private const string Token = "probe";

    public string Name => string.Join(' ', command);

    public async Task<ProbeAnswer> AskAsync(CancellationToken ct)
    {
        int pid;
        try
        {
            pid = Start();
        }
        catch (InstanceStartException e)
        {
            return new ProbeAnswer(false, $"cannot be started: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ProbeAnswer(false, $"cannot be started: {e.Message}");
        }

        // What it forks belongs to its group, and goes with it.
        using (ct.Register(() => Posix.Kill(-pid, Posix.SigKill)))
        {
            await exits.WatchAsync(pid, child: true);
        }

        _ = Posix.Kill(-pid, Posix.SigKill);
        var exit = ProcessEnd.Reap(pid);
        ct.ThrowIfCancellationRequested();
        var said = exit.ExitCode == 0 ? "" : LogTail.Read(output, 0) is [.., var last] ? $": {last}" : "";
        return new ProbeAnswer(exit.ExitCode == 0, $"ended with {ExitCauses.Of(exit.ExitCode, exit.Signal).Text}{said}");
    }

    public void Dispose()
    {
        // The last check may still hold it open, and may not have made its folder yet; the next run writes it anew.
        if (File.Exists(output))
        {
            File.Delete(output);
        }
    }

    private int Start()
    {
        var environment = ProcessEnvironment.Build(spec, new Dictionary<string, string>(), Token);
        var program = CommandResolver.Resolve(spec with { Command = command }, environment);
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        File.Delete(output);
        try
        {
            return ProcessSpawn.Start(program, command, environment.Select(v => v.Key + "=" + v.Value), spec.WorkingDirectory, output);
        }
        catch (Win32Exception e)
        {
            throw new InstanceStartException(ProgramFile.WhyNotStarted(program, e), e);
        }
    }
}
