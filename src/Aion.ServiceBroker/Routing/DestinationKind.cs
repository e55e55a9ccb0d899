namespace Aion.ServiceBroker.Routing;

/// <summary>What becomes of one copy of a kanban.</summary>
internal enum DestinationKind
{
    /// <summary>Into a queue of this device.</summary>
    Local,

    /// <summary>Into the outbox for another device.</summary>
    Remote,

    /// <summary>Set aside with a reason.</summary>
    Dead,
}
