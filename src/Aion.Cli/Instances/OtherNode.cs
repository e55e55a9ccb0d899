using Aion.Cli.CommandLine;
using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Lifecycle;

namespace Aion.Cli.Instances;

/// <summary>In a cluster the master asks the other nodes, as long as they are there.</summary>
internal static class OtherNode
{
    /// <param name="status">Of the node that is asked.</param>
    /// <param name="instances">What the command is about.</param>
    /// <param name="command">What to type on the other node.</param>
    /// <param name="endless">Whether it goes on for ever, which no node does for another.</param>
    /// <exception cref="CliException">One of them runs on a node that cannot be asked from here; the sentence says where.</exception>
    public static void Refuse(BrokerStatus status, IEnumerable<InstanceStatus> instances, string command, bool endless = false)
    {
        if (status.Node is not null && instances.FirstOrDefault(instance => instance.Node is { Length: > 0 } && instance.Node != status.Node) is { } away)
        {
            var there = status.Nodes.FirstOrDefault(node => node.Name == away.Node);
            if (there is { State: NodeState.NeverSeen })
            {
                throw new CliException(
                    ExitCode.Rejected, $"{away.Name} does not run: it waits for node {away.Node}, which has never joined. Correct `targetNode`, or start that worker.");
            }
            if (there is { Connected: true } && !endless)
            {
                return;
            }
            var address = there?.Address is { Length: > 0 } known ? $" ({known})" : "";
            var why = there is { Connected: true } ? "" : there is { State: NodeState.Lost } ? ", which is lost" : ", whose link is down";
            throw new CliException(ExitCode.Rejected, $"{away.Name} runs on node {away.Node}{address}{why}. Ask there: aionctl {command}");
        }
    }
}
