namespace Aion.ServiceBroker.Lifecycle.Board;

/// <summary>What is known of services that other nodes of a cluster run.</summary>
internal interface IOtherNodes
{
    /// <summary>Called when something of it changed. Handlers return at once.</summary>
    event Action? Changed;

    /// <summary>How far a service is that runs on another node.</summary>
    /// <param name="label">The service.</param>
    /// <param name="node">The node that it was placed on.</param>
    OtherService Find(string label, string node);
}
