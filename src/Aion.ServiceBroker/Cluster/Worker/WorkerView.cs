using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.Cluster.Settings;
using Aion.ServiceBroker.Lifecycle;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>A worker shows itself and how it stands with its master.</summary>
internal sealed class WorkerView(WorkerState state, IOptions<ClusterOptions> options) : IClusterView
{
    public string Name => options.Value.NodeName;

    public BrokerStatus Extend(BrokerStatus own) => own with
    {
        Mode = "worker",
        Node = options.Value.NodeName,
        Instances = [.. own.Instances.Select(i => i with { Node = options.Value.NodeName })],
        Nodes = [.. own.Nodes.Select(n => n with { Name = options.Value.NodeName, Generation = state.Record.Generation, Problem = NullIfEmpty(state.Problem) })],
        Master = state.Master with { Address = options.Value.Master! },
    };

    public string? NodeOf(string service) => null;

    public IReadOnlyDictionary<string, IReadOnlyList<InstanceStatus>> ByNode(string device, IReadOnlyList<InstanceStatus> own) =>
        new Dictionary<string, IReadOnlyList<InstanceStatus>> { [options.Value.NodeName] = own };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
