using Aion.Contracts.Events;
using Aion.ServiceBroker.DeadLetters;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Workflows;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>Tells instances that somebody has dealt with the kanbans that were set aside for them.</summary>
internal sealed class PoisonNotes(SignalSenders senders)
{
    /// <param name="letters">Dead letters that are there no longer.</param>
    public void Settle(IReadOnlyCollection<DeadLetter> letters)
    {
        // By the queue: what another tool put into it names no service.
        foreach (var queue in letters.Where(l => l.Reason == DeadReasons.Poison).GroupBy(l => l.SourceQueue))
        {
            if (Topics.TryParseBefore(queue.Key, out var service, out var number))
            {
                senders.Raise(service, number, new InstanceSignal(SignalKind.PoisonSettled) { SetAside = [.. queue.Select(l => l.KanbanId)] });
            }
        }
    }
}
