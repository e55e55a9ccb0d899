namespace Aion.StatusKanban.Queues;

/// <summary>What every queue works with.</summary>
internal sealed record QueueContext(
    StatusKanbanOptions Options, StatusKanbanMetrics Metrics, SettlementLoop Settlement, DeadLetters DeadLetters, TimeProvider Time);
