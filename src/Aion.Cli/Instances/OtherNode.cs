using Aion.Cli.CommandLine;
using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Lifecycle;

namespace Aion.Cli.Instances;

/// <summary>In a cluster the master shows what every node runs, but each node alone can be asked about it.</summary>
internal static class OtherNode
{
    /// <param name="status">Of the node that is asked.</param>
    /// <param name="instances">What the command is about.</param>
    /// <param name="command">What to type on the other node.</param>
    /// <exception cref="CliException">One of them runs elsewhere; the sentence says where.</exception>
    public static void Refuse(BrokerStatus status, IEnumerable<InstanceStatus> instances, string command)
    {
        if (status.Node is not null && instances.FirstOrDefault(instance => instance.Node is { Length: > 0 } && instance.Node != status.Node) is { } away)
        {
            var there = status.Nodes.FirstOrDefault(node => node.Name == away.Node);
            if (there is { State: NodeState.NeverSeen })
            {
                throw new CliException(
                    ExitCode.Rejected, $"{away.Name} does not run: it waits for node {away.Node}, which has never joined. Correct `targetNode`, or start that worker.");
            }
            var address = there?.Address is { Length: > 0 } known ? $" ({known})" : "";
            throw new CliException(ExitCode.Rejected, $"{away.Name} runs on node {away.Node}{address}. Ask there: aionctl {command}");
        }
    }
}
