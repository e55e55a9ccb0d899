using System.Diagnostics.Metrics;

namespace Aion.StatusKanban;

/// <summary>The counters of status-kanban, on the meter <c>Aion</c>.</summary>
internal sealed class StatusKanbanMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _accepted, _delivered, _acknowledged, _repeated, _dead;

    public StatusKanbanMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Aion");
        _accepted = Create("aion.statuskanban.accepted", "Outputs that were made durable");
        _delivered = Create("aion.statuskanban.delivered", "Kanbans handed to a client");
        _acknowledged = Create("aion.statuskanban.acknowledged", "Kanbans that left their queue");
        _repeated = Create("aion.statuskanban.repeated", "Kanbans and calls dropped because their id was seen before");
        _dead = Create("aion.statuskanban.dead", "Kanbans set aside to kanban.dead");
    }

    public void Accepted(int count) => _accepted.Add(count);

    public void Delivered() => _delivered.Add(1);

    public void Acknowledged() => _acknowledged.Add(1);

    public void Repeated() => _repeated.Add(1);

    public void Dead(string reason) => _dead.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Reports how many kanbans are held and not acknowledged, whenever someone asks.</summary>
    public void ObserveHeld(Func<int> count) => _meter.CreateObservableUpDownCounter(
        "aion.statuskanban.held", count, "{kanban}", "Kanbans held and not acknowledged");

    private Counter<long> Create(string name, string description) => _meter.CreateCounter<long>(name, "{kanban}", description);
}
