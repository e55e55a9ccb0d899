using Aion.Project.Model;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Runs;

/// <summary>A run whose process this broker watches.</summary>
internal sealed class LiveRun(int number, InstanceSpec spec, IRunningInstance instance)
{
    public int Run => number;

    public InstanceSpec Spec => spec;

    public IRunningInstance Instance => instance;

    /// <summary>Somebody waits for its end and tells of it.</summary>
    public bool EndIsAwaited { get; set; }

    public HealthModel? Health { get; set; }

    public IDisposable? Monitor { get; set; }

    /// <summary>Completes when its end has been noted.</summary>
    public Task<InstanceExit> Ended { get; set; } = Task.FromResult(InstanceExit.Unknown);
}
