using System.Diagnostics.Metrics;
using Aion.ServiceBroker.Routing;
using Aion.ServiceDefaults.Telemetry;

namespace Aion.ServiceBroker.Telemetry;

/// <summary>Counts for the meter <c>Aion</c> and for the status.</summary>
internal sealed class BrokerMetrics
{
    private readonly Counter<long> _routed;
    private readonly Counter<long> _dead;
    private readonly Counter<long> _remote;
    private readonly Counter<long> _retried;
    private readonly Histogram<int> _batch;
    private readonly Counter<long> _starts;
    private long _routedTotal;
    private long _retriedTotal;

    public BrokerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(AionTelemetry.Name);
        _routed = meter.CreateCounter<long>("aion.broker.routed", "{kanban}", "Accepted kanbans whose every copy is durable");
        _dead = meter.CreateCounter<long>("aion.broker.dead", "{kanban}", "Copies set aside while routing");
        _remote = meter.CreateCounter<long>("aion.broker.remote", "{kanban}", "Copies put into the outbox for another device");
        _retried = meter.CreateCounter<long>("aion.broker.retried", "{kanban}", "Kanbans answered RETRY");
        _batch = meter.CreateHistogram<int>("aion.broker.batch", "{kanban}", "Kanbans per delivery of kanban.after");
        _starts = meter.CreateCounter<long>("aion.broker.starts", "{start}", "Starts of instances, first and repeated");
    }

    public long RoutedTotal => Interlocked.Read(ref _routedTotal);

    public long RetriedTotal => Interlocked.Read(ref _retriedTotal);

    public void Routed(RoutingBatch batch, int firstFailed)
    {
        var routed = Math.Min(firstFailed, batch.Entries.Count);
        var retried = batch.Entries.Count - routed;
        Interlocked.Add(ref _routedTotal, routed);
        Interlocked.Add(ref _retriedTotal, retried);
        _batch.Record(batch.Entries.Count);
        _routed.Add(routed);
        Add(_retried, retried);
        Add(_dead, batch.Dead);
        Add(_remote, batch.Remotes.Count);
    }

    public void Started(string service) => _starts.Add(1, new KeyValuePair<string, object?>("service", service));

    private static void Add(Counter<long> counter, long count)
    {
        if (count > 0)
        {
            counter.Add(count);
        }
    }
}
