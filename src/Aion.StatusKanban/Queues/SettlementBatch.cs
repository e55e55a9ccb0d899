namespace Aion.StatusKanban.Queues;

/// <summary>What a queue wants done: first the ledger saved, then the answers sent.</summary>
/// <param name="Queue">Whose it is.</param>
/// <param name="Unsaved">Its ledger and its crashes, as far as they changed.</param>
/// <param name="Answers">What may be answered once that is saved.</param>
/// <param name="Left">The kanbans whose crashes may be forgotten then.</param>
/// <param name="Poison">The kanbans that may be set aside then.</param>
/// <param name="Waiting">Who waits for it.</param>
internal sealed record SettlementBatch(
    QueueSettlement Queue, IReadOnlyList<(string Key, byte[] Data)> Unsaved, IReadOnlyList<Answer> Answers, IReadOnlyList<string> Left,
    IReadOnlyList<HeldKanban> Poison, TaskCompletionSource? Waiting);
