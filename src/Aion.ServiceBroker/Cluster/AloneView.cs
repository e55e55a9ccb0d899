using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.Lifecycle;

namespace Aion.ServiceBroker.Cluster;

/// <summary>Outside of a cluster there is this device.</summary>
internal sealed class AloneView : IClusterView
{
    public BrokerStatus Extend(BrokerStatus own) => own;

    public string? NodeOf(string service) => null;

    public IReadOnlyDictionary<string, IReadOnlyList<InstanceStatus>> ByNode(string device, IReadOnlyList<InstanceStatus> own) =>
        new Dictionary<string, IReadOnlyList<InstanceStatus>> { [device] = own };
}
