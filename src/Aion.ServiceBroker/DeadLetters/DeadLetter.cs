using System.Text.Json;

namespace Aion.ServiceBroker.DeadLetters;

/// <summary>A kanban that was set aside.</summary>
/// <param name="Id">Name of the dead letter; the same for a repeated delivery.</param>
/// <param name="KanbanId">The kanban's own id.</param>
/// <param name="Service">In kanban.after its sender, in a queue its receiver.</param>
/// <param name="Number">The process number that goes with it.</param>
/// <param name="ConnectionKey">Its connection key.</param>
/// <param name="Reason">Code, one of <see cref="Contracts.Events.DeadReasons"/>.</param>
/// <param name="ReasonText">The reason as a sentence.</param>
/// <param name="SourceQueue">The topic that a redrive puts it back into.</param>
/// <param name="Attempt">Deliveries so far.</param>
/// <param name="At">When it was indexed.</param>
/// <param name="Event">The event: CloudEvents JSON.</param>
/// <param name="StoredParts">Above 0: the event was too large to publish, its data is in so many parts in the state store.</param>
public sealed record DeadLetter(
    string Id, string KanbanId, string Service, int Number, string ConnectionKey, string Reason, string ReasonText,
    string SourceQueue, int Attempt, DateTimeOffset At, JsonElement Event, int StoredParts = 0);
