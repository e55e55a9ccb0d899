using System.Text.Json.Serialization;
using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.Cluster.Worker;
using Aion.ServiceBroker.Lifecycle;

namespace Aion.Cli.Status;

/// <summary>What <c>aionctl status</c> shows: service-broker's status with the queues of status-kanban beside the instances.</summary>
/// <param name="Device">Name of this device.</param>
/// <param name="Project">File of the project in force, else its folder; left out while there is none.</param>
/// <param name="Generation">Generation of the project in force; 0: none.</param>
/// <param name="Instances">Every instance.</param>
/// <param name="Outbox">What waits for other devices.</param>
/// <param name="Dead">Kanbans that were set aside; null while the state store does not answer.</param>
/// <param name="Routed">Kanbans routed since the start of the host.</param>
internal sealed record StatusReport(
    string Device, string? Project, long Generation, IReadOnlyList<InstanceReport> Instances, OutboxStatus Outbox, int? Dead, long Routed)
{
    /// <summary><c>master</c> or <c>worker</c>; left out outside of a cluster.</summary>
    public string? Mode { get; init; }

    /// <summary>Every node of the cluster, on its master; else left out.</summary>
    public IReadOnlyList<NodeStatus>? Nodes { get; init; }

    /// <summary>How the link to the master is, on a worker; else left out.</summary>
    public MasterStatus? Master { get; init; }

    /// <summary>What runs where.</summary>
    [JsonIgnore]
    public string Title => $"{Project ?? "no project"}{(Device.Length > 0 ? $" on {Device}" : "")}";

    /// <summary>Where to read why something does not run; empty when all is well.</summary>
    [JsonIgnore]
    public string Hint => Instances.FirstOrDefault(instance => instance.State is InstanceState.Backoff or InstanceState.CrashLoop or InstanceState.Failed
        or InstanceState.Unhealthy or InstanceState.Poisoned) is { } first ? $"why and what to do: aionctl explain {first.Service}" : "";

    /// <summary>What a dash in the table means; empty when there is none.</summary>
    [JsonIgnore]
    public string Footnote => Instances.Any(instance => instance.Subscriber)
        ? "-  takes its kanbans itself (acknowledge: subscriber), so only its sidecar could count them" : "";

    /// <summary>What waits or was set aside, as a sentence; empty when nothing does.</summary>
    [JsonIgnore]
    public string Summary => string.Join("   ", new[]
    {
        Dead > 0 ? $"{Dead} dead letters (aionctl kanban dead)" : "",
        Outbox.Waiting > 0 ? $"{Outbox.Waiting} waiting for other devices" : "",
    }.Where(part => part.Length > 0));
}
