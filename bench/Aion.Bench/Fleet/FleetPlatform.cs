using System.Collections.Concurrent;
using Aion.ServiceBroker.Platforms;

namespace Aion.Bench.Fleet;

/// <summary>Runs instances without processes: what is left is what the broker and its sidecar do for them.</summary>
internal sealed class FleetPlatform : IInstancePlatform
{
    private readonly ConcurrentDictionary<string, FleetInstance> _alive = [];
    private int _starts;

    public int Starts => Volatile.Read(ref _starts);

    public Task<IRunningInstance> StartAsync(InstanceSpec spec, CancellationToken ct)
    {
        var instance = new FleetInstance(Interlocked.Increment(ref _starts));
        if (!_alive.TryAdd(spec.Name, instance))
        {
            throw new InvalidOperationException($"{spec.Name} was started twice.");
        }

        return Task.FromResult<IRunningInstance>(instance);
    }

    public Task<IRunningInstance?> AdoptAsync(InstanceSpec spec, CancellationToken ct) => Task.FromResult<IRunningInstance?>(null);

    public InstanceTrace? FindTrace(string name) => null;

    public Task EndLeftoverAsync(string name) => Task.CompletedTask;

    public Task EndLeftoversAsync(IReadOnlySet<string> spared, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Every instance ends with exit code 1, at once.</summary>
    public void CrashAll()
    {
        foreach (var (name, instance) in _alive.ToArray())
        {
            _alive.TryRemove(name, out _);
            instance.End(new InstanceExit(1, null));
        }
    }
}
