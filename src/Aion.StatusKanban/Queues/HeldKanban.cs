using Aion.Contracts.Events;
using Aion.Contracts.V1;

namespace Aion.StatusKanban.Queues;

/// <summary>A kanban that the sidecar delivered and that is not acknowledged. Its queue's lock guards what changes.</summary>
internal sealed class HeldKanban
{
    /// <summary>The id under which the sidecar wants its answer.</summary>
    public required string EventId { get; init; }

    public required KanbanEvent Event { get; init; }

    public required KanbanMessage Kanban { get; init; }

    /// <summary>The place in the queue: the order in which the sidecar delivered first.</summary>
    public required long Sequence { get; init; }

    /// <summary>The subscription that delivered it last, to which the answer goes.</summary>
    public required QueueConnection Connection { get; set; }

    /// <summary>How many times that subscription delivered it: each wants an answer.</summary>
    public int Arrivals { get; set; } = 1;

    /// <summary>How many times it was handed to a client.</summary>
    public int Attempt { get; set; }

    /// <summary>The client that has it; null while it waits.</summary>
    public QueueConsumer? Holder { get; set; }

    /// <summary>It was in flight in a crash: it is handed out alone, so that the next one shows whose fault it was.</summary>
    public bool IsSuspect { get; set; }

    /// <summary>It is on its way to kanban.dead.</summary>
    public bool SetAside { get; set; }

    /// <summary>Not handed out before this; null: at once.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    public QueuedKanban Describe() => new()
    {
        KanbanId = Event.Id,
        State = SetAside ? "dead" : Holder is null ? "waiting" : "delivered",
        Attempt = Attempt,
        Kanban = Kanban,
    };
}
