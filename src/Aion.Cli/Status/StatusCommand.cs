using System.CommandLine;
using Aion.Cli.CommandLine;

namespace Aion.Cli.Status;

/// <summary><c>aionctl status</c>: the services of the running host.</summary>
internal static class StatusCommand
{
    public static Command Create(CommonOptions common)
    {
        var watch = new Option<bool>("--watch", "-w") { Description = "Keep it up to date; Ctrl-C ends it" };
        return new AionCommand("status", "Show the services that run", "aionctl status", "aionctl status --watch", "aionctl status --output json | jq '.instances[] | select(.state != \"running\")'")
        {
            watch,
        }.Runs(common, (context, cancellation) => context.Value(watch) ? WatchAsync(context, cancellation) : ShowAsync(context, cancellation));
    }

    private static async Task<ExitCode> ShowAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var host = context.Broker is null ? BrokerApi.RunningHost(context.Home) : null;
        using var reader = StatusReader.Of(context);
        var status = await reader.ReadAsync(cancellationToken);
        context.Output.Json(status, CliJson.Output.StatusReport);
        if (!context.Output.IsJson)
        {
            context.Output.Line(host is null ? $"{status.Title}, at {context.Broker}" : $"{status.Title}, host process {host.Pid}{(host.Ready ? "" : ", starting")}");
            if (NodeRows.LinkText(status.Master, context.Time.GetUtcNow()) is { } link)
            {
                context.Output.Line(link);
            }
            NodeRows.Write(context.Output, status, context.Time.GetUtcNow());
            StatusTable.Write(context.Output, status, context.Time.GetUtcNow());
            foreach (var line in (string[])[status.Footnote, status.Summary, status.Hint])
            {
                if (line.Length > 0)
                {
                    context.Output.Line(line);
                }
            }
        }
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> WatchAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var reader = StatusReader.Of(context);
        if (!context.Output.IsJson)
        {
            await new StatusDisplay(context.Output, reader, context.Time, "Ctrl-C ends the display").RunAsync(cancellationToken);
            return ExitCode.Ok;
        }
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), context.Time);
        do
        {
            context.Output.Json(await reader.ReadAsync(cancellationToken), CliJson.Output.StatusReport);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
        return ExitCode.Ok;
    }
}
