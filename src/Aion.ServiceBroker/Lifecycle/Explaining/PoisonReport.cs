namespace Aion.ServiceBroker.Lifecycle.Explaining;

/// <summary>A kanban that was set aside because it was in work in three crashes in a row.</summary>
/// <param name="KanbanId">Its id, as in the dead letters.</param>
/// <param name="At">When.</param>
public sealed record PoisonReport(string KanbanId, DateTimeOffset At)
{
    /// <summary>When somebody sent it back or threw it away; null: it still lies among the dead letters.</summary>
    public DateTimeOffset? SettledAt { get; init; }
}
