using Aion.ServiceBroker.Cluster.Settings;

namespace Aion.Cli.Hosting;

/// <summary>What a host in a cluster says of itself in <c>run/host.json</c>.</summary>
/// <param name="Mode">Master or worker.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where the master listens for workers: this host itself, or the master of this worker.</param>
internal sealed record NodeRecord(ClusterMode Mode, string Name, string Address)
{
    /// <summary>Null outside of a cluster.</summary>
    public static NodeRecord? Of(ClusterOptions options) => options.Kind switch
    {
        ClusterMode.Master => new NodeRecord(ClusterMode.Master, options.NodeName, $"{options.Host}:{options.Port}"),
        ClusterMode.Worker => new NodeRecord(ClusterMode.Worker, options.NodeName, options.Master!),
        _ => null,
    };

    /// <summary>For people: <c>worker hall3 of 192.168.0.5:11110</c>.</summary>
    public override string ToString() => Mode == ClusterMode.Master ? $"master {Name}, workers join at {Address}" : $"worker {Name} of {Address}";
}
