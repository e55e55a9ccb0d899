using Aion.ServiceBroker.Cluster.Worker;
using Aion.ServiceBroker.Lifecycle;

namespace Aion.ServiceBroker.Api;

/// <summary>Answer of <c>GET /api/v1/status</c>.</summary>
/// <param name="Device">Name of this device; empty before the first apply.</param>
/// <param name="Generation">Generation of the project in force; 0: none.</param>
/// <param name="Directory">Folder of its project.yml.</param>
/// <param name="File">Full path of that file; null when the project came without one, and while there is none.</param>
/// <param name="Instances">Every instance.</param>
/// <param name="Nodes">The devices that run instances: this one, and on the master of a cluster every node.</param>
/// <param name="Outbox">What waits for other devices.</param>
/// <param name="Dead">Dead letters; null while the state store does not answer.</param>
/// <param name="Routed">Kanbans routed since the start of the broker.</param>
/// <param name="Retried">Kanbans answered RETRY since then.</param>
public sealed record BrokerStatus(
    string Device, long Generation, string Directory, string? File, IReadOnlyList<InstanceStatus> Instances, IReadOnlyList<NodeStatus> Nodes,
    OutboxStatus Outbox, int? Dead, long Routed, long Retried)
{
    /// <summary><c>master</c> or <c>worker</c>; null outside of a cluster.</summary>
    public string? Mode { get; init; }

    /// <summary>This node's name; null outside of a cluster.</summary>
    public string? Node { get; init; }

    /// <summary>On a worker: how its link to the master is.</summary>
    public MasterStatus? Master { get; init; }

    /// <summary>Services that take their queues themselves, so that only their sidecars know what waits.</summary>
    public IReadOnlyList<string> Subscribers { get; init; } = [];
}
