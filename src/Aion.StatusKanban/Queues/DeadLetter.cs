namespace Aion.StatusKanban.Queues;

/// <summary>A kanban on its way to kanban.dead.</summary>
/// <param name="Queue">The queue that holds it.</param>
/// <param name="Held">The kanban.</param>
/// <param name="Reason">One of <see cref="Contracts.Events.DeadReasons"/>.</param>
/// <param name="Text">The reason as a sentence.</param>
internal sealed record DeadLetter(KanbanQueue Queue, HeldKanban Held, string Reason, string Text);
