using System.CommandLine;
using System.Globalization;
using Aion.Cli.CommandLine;
using Aion.Cli.Terminal;
using Aion.Contracts.V1;
using Google.Protobuf;

namespace Aion.Cli.Kanbans;

/// <summary><c>aionctl kanban list</c>: what the queues hold.</summary>
internal static class ListCommand
{
    public static Command Create(CommonOptions common)
    {
        var service = new Argument<string?>("SERVICE") { Description = "Only this service's queues", Arity = ArgumentArity.ZeroOrOne };
        var number = new Option<int>("--number", "-n") { Description = "Only this process number" };
        var limit = new Option<int>("--limit") { Description = "At most this many kanbans of each queue (default: 20)", DefaultValueFactory = _ => 20 };
        return new AionCommand("list", "Show the queues and the kanbans that wait in them", "aionctl kanban list", "aionctl kanban list judge -n 1 --output json")
        {
            service, number, limit,
        }.Runs(common, (context, cancellation) => RunAsync(
            context, new ListRequest { Service = context.Value(service) ?? "", ProcessNumber = context.Value(number), Limit = context.Value(limit) }, cancellation));
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, ListRequest request, CancellationToken cancellationToken)
    {
        using var connection = KanbanConnection.OfRunningHost(context, "kanban list");
        var response = await connection.Queues.ListAsync(request, cancellationToken: cancellationToken);
        if (context.Output.IsJson)
        {
            Console.Out.WriteLine(new JsonFormatter(JsonFormatter.Settings.Default.WithFormatDefaultValues(true)).Format(response));
            return ExitCode.Ok;
        }
        if (response.Queues.Count == 0)
        {
            context.Output.Line("no such queue; kanbans of services with `acknowledge: subscriber` do not wait here but at their sidecar");
            return ExitCode.Ok;
        }
        var queues = new ResultTable("queue", "readers", "held", "delivered", "acknowledged", "repeats");
        foreach (var queue in response.Queues)
        {
            queues.Add(
                $"{queue.Service}.{queue.ProcessNumber:000}", Text(queue.Consumers), Text(queue.Held), Text(queue.Delivered), Text(queue.Acknowledged), Text(queue.RepeatedDropped));
        }
        queues.WriteTo(context.Output);
        WriteKanbans(context.Output, response);
        return ExitCode.Ok;
    }

    private static void WriteKanbans(CommandOutput output, ListResponse response)
    {
        var kanbans = new ResultTable("queue", "kanban", "state", "attempt", "key", "metadata");
        var any = false;
        foreach (var queue in response.Queues)
        {
            foreach (var kanban in queue.Kanbans)
            {
                any = true;
                kanbans.Add(
                    $"{queue.Service}.{queue.ProcessNumber:000}", kanban.KanbanId, kanban.State, Text(kanban.Attempt),
                    kanban.Kanban?.ConnectionKey ?? "", kanban.Kanban?.Metadata is { } metadata ? JsonFormatter.Default.Format(metadata) : "");
            }
        }
        if (any)
        {
            output.Line();
            kanbans.WriteTo(output);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
