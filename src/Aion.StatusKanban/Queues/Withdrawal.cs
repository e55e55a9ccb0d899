namespace Aion.StatusKanban.Queues;

/// <summary>Why a queue that had been declared is not any more.</summary>
/// <param name="Reason">The reason that its kanbans get in kanban.dead: one of <see cref="Contracts.Events.DeadReasons"/>.</param>
/// <param name="Text">The reason as a sentence. The same for every apply, so that a repeated letter is recognised.</param>
internal sealed record Withdrawal(string Reason, string Text);
