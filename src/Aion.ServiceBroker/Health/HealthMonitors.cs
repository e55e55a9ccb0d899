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
    private readonly ConcurrentDictionary<(string Service, int Number), HealthMonitor> _monitors = [];
    private readonly CheckSchedule _schedule = new(time);
    private readonly Lazy<ExitWatcher> _exits = new(() => new ExitWatcher());

    /// <summary>Checks that wait for their time.</summary>
    public int Scheduled => _schedule.Count;

    /// <inheritdoc />
    public IDisposable Start(InstanceSpec spec, HealthModel health, Action<HealthVerdict> changed)
    {
        var key = (spec.Service, spec.Number);
        var monitor = new HealthMonitor(spec, health, Probe(spec, health), changed, time, logger);
        if (_monitors.TryRemove(key, out var before))
        {
            before.Dispose();
        }

        _monitors[key] = monitor;
        var scheduled = _schedule.Add(monitor.CheckAsync, () => monitor.NextCheck);
        return new Watched(() =>
        {
            _monitors.TryRemove(new(key, monitor));
            scheduled.Dispose();
            monitor.Dispose();
        });
    }

    /// <inheritdoc />
    public void KanbanPassed(string service, int number)
    {
        if (_monitors.TryGetValue((service, number), out var monitor) && monitor.Probe is KanbanProbe probe)
        {
            probe.Passed();
        }
    }

    /// <inheritdoc />
    public HealthReport? Find(string service, int number) => _monitors.GetValueOrDefault((service, number))?.Report;

    public void Dispose()
    {
        _schedule.Dispose();
        foreach (var monitor in _monitors.Values)
        {
            monitor.Dispose();
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

    private sealed class Watched(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
