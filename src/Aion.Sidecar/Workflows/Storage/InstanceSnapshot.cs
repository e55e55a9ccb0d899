using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>What a turn begins with.</summary>
/// <param name="Row">The instance.</param>
/// <param name="History">Its history; null: the caller has it.</param>
/// <param name="Inbox">The oldest events that wait.</param>
internal sealed record InstanceSnapshot(InstanceRow Row, List<HistoryEvent>? History, List<(long Seq, HistoryEvent Event)> Inbox);
