using System.Globalization;
using Aion.Cli.Status;
using Aion.Cli.Terminal;
using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Worker;

namespace Aion.Cli.Nodes;

/// <summary>What <c>aionctl explain</c> says of a node of a cluster.</summary>
internal sealed class NodeStory(BrokerStatus status, NodeStatus node, TimeProvider time)
{
    private readonly DateTimeOffset _now = time.GetUtcNow();

    /// <summary>The node of that name; null: there is no cluster, no such node, or a service of that name.</summary>
    public static NodeStatus? Find(BrokerStatus status, string typed) =>
        status.Mode is null || new DeclaredServices(status).Find(typed).Count > 0 ? null : status.Nodes.FirstOrDefault(node => node.Name == typed);

    public void Write(CommandOutput output)
    {
        output.Line($"{node.Name} {Headline()}");
        var facts = new FactList();
        facts.Add("meaning", Meaning());
        if (node.Since is { } since)
        {
            facts.Add("since", $"{since.ToLocalTime():HH:mm:ss}, {Elapsed.Text(_now - since)} ago");
        }
        if (node.Address is { Length: > 0 } address)
        {
            facts.Add("address", address);
        }
        if (node.LastHeartbeat is { } heard)
        {
            facts.Add("heard", $"{Elapsed.Text(_now - heard)} ago");
        }
        if (NodeRows.LinkText(IsHere ? status.Master : null, _now) is { } link)
        {
            facts.Add("link", link);
        }
        if (node.Problem is { Length: > 0 } problem)
        {
            facts.Add("problem", problem, "red");
        }
        facts.Add("services", Services());
        if (node.Generation > 0)
        {
            facts.Add("project", string.Create(CultureInfo.InvariantCulture, $"generation {node.Generation} is in force there{(node.Generation == status.Generation ? "" : $", {status.Generation} here")}"));
        }
        if (Advice() is { } advice)
        {
            facts.Add("what to do", advice);
        }
        facts.WriteTo(output);
    }

    private bool IsHere => node.Name == status.Node;

    private bool IsAway => !IsHere && node is { State: NodeState.Joined, Connected: false };

    private string Headline() => node.Master ? "is the master" : node.State switch
    {
        NodeState.Lost => "is lost",
        NodeState.NeverSeen => "was never seen",
        _ => IsAway ? "does not answer" : "is joined",
    };

    private string Meaning() => node.Master ? "it sends every node its part of the project" : node.State switch
    {
        NodeState.Lost => "nothing was heard from it until its deadline passed; if it only lost its link, it goes on with what it has",
        NodeState.NeverSeen => "the project names it, and it has not joined yet: what is to run there waits",
        _ when IsAway => "its link is broken; it goes on with what it has, and is lost when its deadline passes",
        _ when status.Master is { State: not MasterState.Joined } => "its master does not answer; it goes on with what it has",
        _ => "it does what its master tells it",
    };

    private string Services()
    {
        var there = status.Instances.Where(instance => instance.Node == node.Name).ToList();
        return there.Count == 0 ? "none"
            : string.Join(", ", there.Select(instance => $"{instance.Name} {StatusTable.StateText(instance.State)}"));
    }

    private string? Advice() => node.Master ? null : node.State switch
    {
        NodeState.Lost => $"look at that machine and its network. If it does not come back: aionctl node forget {node.Name}",
        NodeState.NeverSeen => $"start it: aionctl up --mode worker --master {MasterAddress} --node {node.Name}; or correct `targetNode` in the project file",
        _ when IsAway => "nothing yet; look at its network when this does not pass",
        _ => null,
    };

    private string MasterAddress => status.Nodes.FirstOrDefault(other => other.Master)?.Address is { Length: > 0 } address ? address : "ADDRESS";
}
