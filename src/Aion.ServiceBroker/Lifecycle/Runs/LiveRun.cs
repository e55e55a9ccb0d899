using Aion.Project.Model;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Runs;

/// <summary>A run whose process this broker watches.</summary>
internal sealed class LiveRun(int number, InstanceSpec spec, IRunningInstance instance)
{
    private readonly Lock _gate = new();
    private HealthModel? _health;
    private IDisposable? _monitor;
    private bool _ended;

    public int Run => number;

    public InstanceSpec Spec => spec;

    public IRunningInstance Instance => instance;

    /// <summary>Somebody waits for its end and tells of it.</summary>
    public bool EndIsAwaited { get; set; }

    /// <summary>Completes when its end has been noted.</summary>
    public Task<InstanceExit> Ended { get; set; } = Task.FromResult(InstanceExit.Unknown);

    /// <summary>Has its health checked as this says, from now to its end. Nothing happens when that is done already.</summary>
    /// <param name="wanted">The checks; null: none.</param>
    /// <param name="start">Begins them.</param>
    public void Check(HealthModel? wanted, Func<HealthModel, IDisposable> start)
    {
        lock (_gate)
        {
            if (_ended || AreSame(wanted, _health))
            {
                return;
            }

            _monitor?.Dispose();
            (_health, _monitor) = (wanted, wanted is null ? null : start(wanted));
        }
    }

    /// <summary>Ends the checks of its health for good.</summary>
    public void EndChecks()
    {
        lock (_gate)
        {
            _ended = true;
            _monitor?.Dispose();
        }
    }

    private static bool AreSame(HealthModel? one, HealthModel? other) =>
        one is null || other is null ? one == other : Machine.MachineJson.Write(one).GetRawText() == Machine.MachineJson.Write(other).GetRawText();
}
