using System.CommandLine;
using Aion.Cli.CommandLine;
using Aion.Cli.Nodes;
using Aion.Cli.Status;

namespace Aion.Cli.Instances;

/// <summary><c>aionctl explain</c>: why a service is as it is.</summary>
internal static class ExplainCommand
{
    public static Command Create(CommonOptions common)
    {
        var service = InstanceChoice.Argument();
        service.Description += "; in a cluster also a node";
        return new AionCommand("explain", "Tell why a service or a node is not running or not well, and what to do",
            "aionctl explain judge", "aionctl explain judge/2", "aionctl explain hall3", "aionctl explain judge --output json | jq '.instances[].cause'")
        {
            service,
        }.Runs(common, (context, cancellation) => RunAsync(context, context.Value(service)!, cancellation));
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, string typed, CancellationToken cancellationToken)
    {
        using var broker = BrokerApi.Of(context);
        var status = await broker.StatusAsync(cancellationToken);
        if (NodeStory.Find(status, typed) is { } node)
        {
            context.Output.Json(node, CliJson.Output.NodeStatus);
            if (!context.Output.IsJson)
            {
                new NodeStory(status, node, context.Time).Write(context.Output);
            }
            return ExitCode.Ok;
        }
        var choice = InstanceChoice.Find(status, typed);
        OtherNode.Refuse(status, choice.In(status), $"explain {choice}");
        var story = await broker.ExplainAsync(choice.Service, choice.Number, cancellationToken);
        context.Output.Json(story, CliJson.Output.ServiceExplanation);
        if (!context.Output.IsJson)
        {
            var text = new ExplanationText(context.Output, story, context.Time);
            for (var i = 0; i < story.Instances.Count; i++)
            {
                if (i > 0)
                {
                    context.Output.Line();
                }
                text.Write(story.Instances[i]);
            }
        }
        return ExitCode.Ok;
    }
}
