namespace Aion.StatusKanban.Queues;

/// <summary>What happened in one queue since the start; each count also goes to the app's metrics.</summary>
internal sealed class QueueCounters(StatusKanbanMetrics metrics)
{
    public long Delivered { get; private set; }

    /// <summary>The kanban that was delivered last.</summary>
    public string LastDelivered { get; private set; } = "";

    public long Acknowledged { get; private set; }

    public long Repeated { get; private set; }

    public void CountDelivered(string kanbanId)
    {
        Delivered++;
        LastDelivered = kanbanId;
        metrics.Delivered();
    }

    public void CountAcknowledged()
    {
        Acknowledged++;
        metrics.Acknowledged();
    }

    public void CountRepeated()
    {
        Repeated++;
        metrics.Repeated();
    }
}
