using System.CommandLine;
using System.Globalization;
using Aion.Cli.CommandLine;
using Aion.Cli.Hosting;
using Aion.Cli.Instances;
using Aion.Cli.Status;

namespace Aion.Cli.Logs;

/// <summary><c>aionctl logs</c>: what an instance's process prints.</summary>
internal static class LogsCommand
{
    public static Command Create(CommonOptions common)
    {
        var service = InstanceChoice.Argument();
        var lines = new Option<int>("--lines", "-n") { Description = "Begin this many lines before the end (default: 100)", DefaultValueFactory = _ => 100 };
        lines.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var typed }] && int.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number < 0)
            {
                result.AddError($"--lines takes a number of lines from 0 on, not {number}.");
            }
        });
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what comes; Ctrl-C ends it" };
        return new AionCommand("logs", "Print the output of a service", "aionctl logs judge", "aionctl logs measure/2 -n 20 -f") { service, lines, follow }
            .Runs(common, (context, cancellation) => RunAsync(context, context.Value(service)!, context.Value(lines), context.Value(follow), cancellation));
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, string name, int lines, bool follow, CancellationToken cancellationToken)
    {
        if ((context.Broker ?? new HostRecordFile(context.Home).ReadLiving()?.Addresses.Api) is not { } api)
        {
            var stored = new StoredLogs(context.Home, context.Time).Find(name, lines, follow);
            context.Output.Warning($"No host runs in {context.Home.Path}; this is in its log files.");
            return await CopyAsync(stored, cancellationToken);
        }
        using var broker = new BrokerApi(api, context.Token);
        var status = await broker.StatusAsync(cancellationToken);
        var instances = InstanceChoice.Find(status, name).In(status);
        OtherNode.Refuse(status, instances, $"logs {name}{(follow ? " -f" : "")}", endless: follow);
        return await CopyAsync(
            [.. instances.Select(instance => new LogSource(
                instance.Number, (target, cancellation) => broker.CopyLogAsync(instance.Service, instance.Number, lines, follow, target, cancellation)))],
            cancellationToken);
    }

    private static async Task<ExitCode> CopyAsync(IReadOnlyList<LogSource> sources, CancellationToken cancellationToken)
    {
        await using var console = Console.OpenStandardOutput();
        if (sources is [var only])
        {
            await only.CopyAsync(console, cancellationToken);
            return ExitCode.Ok;
        }
        // Several instances share the screen: whole lines, each with the number of its instance.
        var gate = new SemaphoreSlim(1, 1);
        await Task.WhenAll(sources.Select(async source =>
        {
            await using var marked = new LineMarker(console, gate, string.Create(CultureInfo.InvariantCulture, $"{source.Number:000} "));
            await source.CopyAsync(marked, cancellationToken);
        }));
        return ExitCode.Ok;
    }
}
