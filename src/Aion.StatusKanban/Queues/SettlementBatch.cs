namespace Aion.StatusKanban.Queues;

/// <summary>What a queue wants done: first the ledger saved, then the answers sent.</summary>
internal sealed record SettlementBatch(IReadOnlyList<(string Key, byte[] Data)> Unsaved, IReadOnlyList<Answer> Answers);
