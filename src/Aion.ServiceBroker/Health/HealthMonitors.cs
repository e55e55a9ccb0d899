using System.Collections.Concurrent;
using Aion.Project.Model;
using Aion.ServiceBroker.Health.Probes;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Platforms.Processes.Native;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Health;

/// <summary>The monitors of all running instances, with one timer for all of them.</summary>
internal sealed class HealthMonitors(IOptions<ServiceBrokerOptions> options, TimeProvider time, ILogger<HealthMonitors> logger) : IHealthMonitors, IDisposable
{
    private readonly ConcurrentDictionary<(string Service, int Number), Watched> _watched = [];
    private readonly CheckSchedule _schedule = new(time);
    private readonly Lazy<ExitWatcher> _exits = new(() => new ExitWatcher());

    /// <summary>Checks that wait for their time.</summary>
    public int Scheduled => _schedule.Count;

    /// <inheritdoc />
    public IDisposable Start(InstanceSpec spec, HealthModel health, Action<HealthVerdict> changed)
    {
        var key = (spec.Service, spec.Number);
        var monitor = new HealthMonitor(spec, health, Probe(spec, health), changed, time, logger);
        var watched = new Watched(monitor, _schedule.Add(monitor.CheckAsync, () => monitor.NextCheck), w => _watched.TryRemove(new(key, w)));
        if (_watched.TryRemove(key, out var before))
        {
            before.Dispose();
        }

        _watched[key] = watched;
        return watched;
    }

    /// <inheritdoc />
    public void KanbanPassed(string service, int number)
    {
        if (_watched.TryGetValue((service, number), out var watched) && watched.Monitor.Probe is KanbanProbe probe)
        {
            probe.Passed();
        }
    }

    /// <inheritdoc />
    public HealthReport? Find(string service, int number) => _watched.GetValueOrDefault((service, number))?.Monitor.Report;

    public void Dispose()
    {
        _schedule.Dispose();
        foreach (var watched in _watched.Values)
        {
            watched.Dispose();
        }

        if (_exits.IsValueCreated)
        {
            _exits.Value.Dispose();
        }
    }

    private IProbe Probe(InstanceSpec spec, HealthModel health) => health switch
    {
        { Http: { } http } => new HttpProbe(http, spec.Number),
        { Grpc: { } grpc } => new GrpcProbe(grpc, spec.Number),
        { KanbanWithin: { } within } => new KanbanProbe(within, time),
        _ => new CommandProbe(spec, health.Command, _exits.Value, Path.Combine(options.Value.Home, "run", "probes", spec.Name + ".log")),
    };

    private sealed class Watched(HealthMonitor monitor, IDisposable scheduled, Action<Watched> forget) : IDisposable
    {
        public HealthMonitor Monitor => monitor;

        public void Dispose()
        {
            forget(this);
            scheduled.Dispose();
            monitor.Dispose();
        }
    }
}
