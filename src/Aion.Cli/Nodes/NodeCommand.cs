using System.CommandLine;
using Aion.Cli.CommandLine;
using Aion.Cli.Status;

namespace Aion.Cli.Nodes;

/// <summary><c>aionctl node</c>: the nodes of a cluster, on its master.</summary>
internal static class NodeCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = new Argument<string>("NAME") { Description = "The node's name" };
        return new AionCommand("node", "Nodes of a cluster; `aionctl status` on the master shows them")
        {
            new AionCommand("forget", "Take a lost node out of the cluster; its services get places on other nodes", "aionctl node forget hall3") { name }
                .Runs(common, (context, cancellation) => ForgetAsync(context, context.Value(name)!, cancellation)),
        };
    }

    private static async Task<ExitCode> ForgetAsync(CommandContext context, string name, CancellationToken cancellationToken)
    {
        using var broker = BrokerApi.Of(context);
        var status = await broker.StatusAsync(cancellationToken);
        if (status.Mode is null)
        {
            throw new CliException(ExitCode.Rejected, "This host is in no cluster, so there is no node to forget. (`aionctl up --mode master` begins a cluster.)");
        }
        if (status.Mode == "master" && status.Nodes.All(node => node.Name != name))
        {
            throw new CliException(ExitCode.NotFound, $"The cluster has no node {name}. Nodes: {string.Join(", ", Similar.NearestFirst(name, status.Nodes.Select(node => node.Name)))}");
        }
        await broker.ForgetNodeAsync(name, cancellationToken);
        context.Output.Line($"{name} is forgotten; its services run elsewhere unless targetNode names it");
        return ExitCode.Ok;
    }
}
