using Aion.Contracts.Events;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>Something to announce.</summary>
/// <param name="Event">What is announced.</param>
/// <param name="Status">What is stored with it, or null.</param>
internal sealed record JournalEntry(LifecycleEvent Event, InstanceStatus? Status);
