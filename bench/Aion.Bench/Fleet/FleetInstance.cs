using Aion.ServiceBroker.Platforms;

namespace Aion.Bench.Fleet;

/// <summary>Lives until it is told to end.</summary>
internal sealed class FleetInstance(int pid) : IRunningInstance
{
    private readonly TaskCompletionSource<InstanceExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Pid => pid;

    public DateTimeOffset StartedAt { get; } = TimeProvider.System.GetUtcNow();

    public bool Adopted => false;

    public Task<InstanceExit> Exited => _exited.Task;

    public void End(InstanceExit exit) => _exited.TrySetResult(exit);

    public Task<InstanceExit> StopAsync(TimeSpan grace)
    {
        End(new InstanceExit(null, Restarts.Native.SigTerm));
        return Exited;
    }
}
