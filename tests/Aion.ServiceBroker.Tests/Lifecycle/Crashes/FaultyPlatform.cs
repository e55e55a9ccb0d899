using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Tests.Lifecycle.Crashes;

/// <summary>Passes everything on, with a fault point before and after what has an effect.</summary>
internal sealed class FaultyPlatform(IInstancePlatform inner, FaultPoints faults) : IInstancePlatform
{
    public async Task<IRunningInstance> StartAsync(InstanceSpec spec, CancellationToken ct)
    {
        faults.Pass(FaultPoints.BeforeStart);
        var running = await inner.StartAsync(spec, ct);
        faults.Pass(FaultPoints.AfterStart);
        return new Instance(running, faults);
    }

    public async Task<IRunningInstance?> AdoptAsync(InstanceSpec spec, CancellationToken ct) =>
        await inner.AdoptAsync(spec, ct) is { } running ? new Instance(running, faults) : null;

    public InstanceTrace? FindTrace(string name) => inner.FindTrace(name);

    public Task EndLeftoverAsync(string name) => inner.EndLeftoverAsync(name);

    public Task EndLeftoversAsync(IReadOnlySet<string> spared, CancellationToken ct) => inner.EndLeftoversAsync(spared, ct);

    private sealed class Instance(IRunningInstance inner, FaultPoints faults) : IRunningInstance
    {
        public int Pid => inner.Pid;

        public DateTimeOffset StartedAt => inner.StartedAt;

        public bool Adopted => inner.Adopted;

        public Task<InstanceExit> Exited => inner.Exited;

        public async Task<InstanceExit> StopAsync(TimeSpan grace)
        {
            faults.Pass(FaultPoints.BeforeStop);
            var exit = await inner.StopAsync(grace);
            faults.Pass(FaultPoints.AfterStop);
            return exit;
        }
    }
}
