using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Telemetry;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>What every supervisor works with.</summary>
internal sealed class SupervisorServices(
    IInstancePlatform platform, LifecycleJournal journal, QueueCheck queueCheck, BrokerMetrics metrics, TimeProvider time,
    IOptions<ServiceBrokerOptions> options, ILogger<InstanceSupervisor> logger)
{
    private volatile bool _hostStops;

    public IInstancePlatform Platform => platform;

    public QueueCheck QueueCheck => queueCheck;

    public BrokerMetrics Metrics => metrics;

    public TimeProvider Time => time;

    public ServiceBrokerOptions Options => options.Value;

    public ILogger Logger => logger;

    /// <summary>The broker stops, and its processes are to outlive it.</summary>
    public bool LeaveRunning => _hostStops && Options.KeepRunningOnStop;

    public void HostStops() => _hostStops = true;

    public void Changed(InstanceStatus status) => journal.Add(status);
}
