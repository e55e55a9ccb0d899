using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.Lifecycle;

namespace Aion.ServiceBroker.Cluster;

/// <summary>What a broker shows of the cluster beside its own instances.</summary>
internal interface IClusterView
{
    /// <summary>Adds the cluster to this broker's own status.</summary>
    BrokerStatus Extend(BrokerStatus own);

    /// <summary>The other node that runs a service, by its name or label; null: this broker does, or nobody.</summary>
    string? NodeOf(string service);

    /// <summary>Instances by what AION's status calls a node.</summary>
    /// <param name="device">This device's name.</param>
    /// <param name="own">The instances of this broker.</param>
    IReadOnlyDictionary<string, IReadOnlyList<InstanceStatus>> ByNode(string device, IReadOnlyList<InstanceStatus> own);
}
