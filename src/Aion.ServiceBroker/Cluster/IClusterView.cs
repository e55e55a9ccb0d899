using Aion.Contracts.V1;
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

    /// <summary>This node's name; null: it is in no cluster.</summary>
    string? Name => null;

    /// <summary>The label of a service that <see cref="NodeOf"/> knows.</summary>
    string LabelOf(string service) => service;

    /// <summary>Asks another node; null: it is not there, or went away.</summary>
    Task<NodeAnswer?> AskAsync(string node, NodeQuestion question, CancellationToken ct) => Task.FromResult<NodeAnswer?>(null);

    /// <summary>Where another node is and why it does not answer, as the end of a sentence that names it.</summary>
    string WhyNotAsked(string node) => "";

    /// <summary>Instances by what AION's status calls a node.</summary>
    /// <param name="device">This device's name.</param>
    /// <param name="own">The instances of this broker.</param>
    IReadOnlyDictionary<string, IReadOnlyList<InstanceStatus>> ByNode(string device, IReadOnlyList<InstanceStatus> own);
}
