using System.Collections.Concurrent;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Tests.Lifecycle.Workflows;

/// <summary>A platform without processes: instances start at once and end when they are told to.</summary>
internal sealed class FakePlatform : IInstancePlatform
{
    private readonly ConcurrentDictionary<string, FakeInstance> _running = [];
    private int _starts;
    private int _pids;

    public int Starts => _starts;

    /// <summary>Starts of a run while another one of the same instance was alive.</summary>
    public int Doubles { get; private set; }

    public ICollection<string> Running => _running.Keys;

    /// <summary>Called with the name of an instance that is stopped, before it ends.</summary>
    public Func<string, Task> Stopping { get; set; } = _ => Task.CompletedTask;

    public Task<IRunningInstance> StartAsync(InstanceSpec spec, CancellationToken ct)
    {
        Interlocked.Increment(ref _starts);
        var instance = new FakeInstance(Interlocked.Increment(ref _pids), () => Stopping(spec.Name), () => _running.TryRemove(spec.Name, out _));
        if (!_running.TryAdd(spec.Name, instance))
        {
            Doubles++;
        }

        return Task.FromResult<IRunningInstance>(instance);
    }

    public Task<IRunningInstance?> AdoptAsync(InstanceSpec spec, CancellationToken ct) =>
        Task.FromResult<IRunningInstance?>(_running.GetValueOrDefault(spec.Name));

    public InstanceTrace? FindTrace(string name) => _running.ContainsKey(name) ? new InstanceTrace(0, true) : null;

    public Task EndLeftoverAsync(string name) => Task.CompletedTask;

    public Task EndLeftoversAsync(IReadOnlySet<string> spared, CancellationToken ct) => Task.CompletedTask;

    public void Crash(string name) => _running[name].End(new InstanceExit(1, null));

    private sealed class FakeInstance(int pid, Func<Task> stopping, Action ended) : IRunningInstance
    {
        private readonly TaskCompletionSource<InstanceExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Pid => pid;

        public DateTimeOffset StartedAt { get; } = TimeProvider.System.GetUtcNow();

        public bool Adopted => false;

        public Task<InstanceExit> Exited => _exited.Task;

        public async Task<InstanceExit> StopAsync(TimeSpan grace)
        {
            await stopping();
            End(new InstanceExit(null, 15));
            return await Exited;
        }

        public void End(InstanceExit exit)
        {
            ended();
            _exited.TrySetResult(exit);
        }
    }
}
