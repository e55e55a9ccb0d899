using System.Globalization;
using Aion.Cli.Terminal;
using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Worker;
using Spectre.Console;

namespace Aion.Cli.Status;

/// <summary>The nodes of a cluster as rows of text, and a worker's link to its master as a line.</summary>
internal static class NodeRows
{
    private const int StateColumn = 1;

    // Generation, address, memory, processors, running: what a narrow window can do without, least important first.
    private static readonly int[] LeaveOut = [7, 2, 6, 5, 4];

    public static void Write(CommandOutput output, StatusReport status, DateTimeOffset now)
    {
        if (status.Nodes is null)
        {
            return;
        }
        if (output.IsTerminal)
        {
            output.Text.Write(Draw(status, now, output.Text.Profile.Width - 1));
            return;
        }
        Create(status.Nodes, now).WritePlain(output);
        output.Line("");
    }

    public static Table Draw(StatusReport status, DateTimeOffset now, int width) => Create(status.Nodes ?? [], now).ToTable(width, LeaveOut, Style);

    /// <summary><c>master 192.168.0.5:11110: no answer for 3 min, last heard 3 min ago: connection refused</c></summary>
    public static string? LinkText(MasterStatus? master, DateTimeOffset now)
    {
        if (master is null)
        {
            return null;
        }
        var state = $"master {master.Address}: {StateText(master.State)} {Elapsed.Text(now - master.Since)}";
        var heard = master.State != MasterState.Joined && master.LastContact is { } last ? $", last heard {Elapsed.Text(now - last)} ago" : "";
        return state + heard + (master.Problem is { Length: > 0 } problem ? $": {problem}" : "");
    }

    private static ResultTable Create(IReadOnlyList<NodeStatus> nodes, DateTimeOffset now)
    {
        var table = new ResultTable("node", "state", "address", "heard", "running", "cpu", "memory", "generation", "note");
        foreach (var node in nodes)
        {
            table.Add(
                node.Name,
                StateText(node, now),
                node.Address ?? "",
                node.LastHeartbeat is { } heard ? $"{Elapsed.Text(now - heard)} ago" : "",
                node.Ready ? node.Running.ToString(CultureInfo.InvariantCulture) : "",
                Share(node.Load?.Cpu),
                Share(node.Load?.Memory),
                node.Generation > 0 ? node.Generation.ToString(CultureInfo.InvariantCulture) : "",
                node.Problem ?? NoteOf(node));
        }
        return table;
    }

    private static string NoteOf(NodeStatus node) => node switch
    {
        { State: NodeState.NeverSeen } => $"on that machine: aionctl up --mode worker --node {node.Name} --master ADDRESS",
        { State: NodeState.Joined, Connected: false } => "not connected; lost when its deadline passes",
        { State: NodeState.Lost } => "what it ran very likely still runs; it reports when it is back",
        _ => "",
    };

    private static string StateText(MasterState state) => state switch
    {
        MasterState.Connecting => "not reached yet, tried for",
        MasterState.Away => "no answer for",
        MasterState.Refused => "refuses this node for",
        _ => "joined for",
    };

    private static string StateText(NodeStatus node, DateTimeOffset now)
    {
        var state = node.Master ? "master" : node.State switch { NodeState.NeverSeen => "never seen", NodeState.Lost => "lost", _ => "joined" };
        return node.Since is { } since ? $"{state} {Elapsed.Text(now - since)}" : state;
    }

    private static string Share(double? share) => share is { } part ? part.ToString("P0", CultureInfo.InvariantCulture) : "";

    private static string? Style(int column, string cell) => column != StateColumn ? null
        : cell.StartsWith("lost", StringComparison.Ordinal) ? "red"
        : cell == "never seen" ? "yellow" : "green";
}
