using System.CommandLine;
using System.Text.Json;
using Aion.Cli.CommandLine;
using Aion.Cli.Status;

namespace Aion.Cli.Kanbans;

/// <summary><c>aionctl kanban watch</c>: every kanban as it is routed.</summary>
internal static class WatchCommand
{
    public static Command Create(CommonOptions common)
    {
        var service = new Argument<string?>("SERVICE") { Description = "Only kanbans that this service sent", Arity = ArgumentArity.ZeroOrOne };
        return new AionCommand("watch", "Follow kanbans as they are routed; Ctrl-C ends it", "aionctl kanban watch", "aionctl kanban watch judge --output json | jq .connectionKey")
        {
            service,
        }.Runs(common, (context, cancellation) => RunAsync(context, context.Value(service), cancellation));
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, string? service, CancellationToken cancellationToken)
    {
        using var broker = BrokerApi.Of(context);
        await foreach (var line in broker.WatchAsync(cancellationToken))
        {
            var kanban = JsonSerializer.Deserialize(line, CliJson.Output.WatchedKanban)!;
            if (service is not null && kanban.Service != service)
            {
                continue;
            }
            if (context.Output.IsJson)
            {
                Console.Out.WriteLine(line);
                Console.Out.Flush();
                continue;
            }
            context.Output.Line(kanban.ToLine());
        }
        return ExitCode.Ok;
    }
}
