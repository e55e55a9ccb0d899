using Dapr.Actors;

namespace Aion.ServiceBroker.Cluster.Liveness;

/// <summary>The Dapr actor of one worker; its id is the node's name.</summary>
public interface IWorkerNode : IActor
{
    /// <summary>Sets the deadline of a node, which its heartbeats push. Set again, it is the same.</summary>
    Task WatchAsync();
}
