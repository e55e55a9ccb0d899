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
        foreach (var instance in letters.Where(l => l.Reason == DeadReasons.Poison).GroupBy(l => (l.Service, l.Number)))
        {
            senders.Raise(instance.Key.Service, instance.Key.Number, new InstanceSignal(SignalKind.PoisonSettled)
            {
                SetAside = [.. instance.Select(l => l.KanbanId)],
            });
        }
    }
}
