namespace Aion.ServiceBroker.Cluster.Liveness;

/// <summary>Sees to it that a node which falls silent is noticed, also when the master itself was away meanwhile.</summary>
internal interface INodeLiveness
{
    /// <summary>From now on this node has a deadline, which its reports push. Returns at once; a second call changes nothing.</summary>
    void Watch(string node);
}
