using System.Runtime.InteropServices;

namespace Aion.Cli.CommandLine;

/// <summary>Ctrl-C, SIGTERM and a closed terminal: the first asks the command to end, the second ends the process.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _requested = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _count;

    public StopSignals()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Handle));
        }
    }

    public CancellationToken Requested => _requested.Token;

    /// <summary>What has to happen before the process ends at once.</summary>
    public event Action? Forced;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _requested.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) > 1)
        {
            Forced?.Invoke();
            Environment.Exit((int)ExitCode.Interrupted);
        }
        _requested.Cancel();
    }
}
