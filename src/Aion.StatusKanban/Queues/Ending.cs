namespace Aion.StatusKanban.Queues;

/// <summary>How a client's hold on a kanban ends.</summary>
internal enum Ending
{
    /// <summary>Done: it leaves the queue.</summary>
    Settled,

    /// <summary>It comes again, after a pause and before any later one.</summary>
    Retry,

    /// <summary>It goes to kanban.dead.</summary>
    Rejected,
}
