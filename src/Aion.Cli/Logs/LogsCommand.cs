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
        var service = new Argument<string>("SERVICE") { Description = "A service, or one instance of it such as judge-002" };
        var lines = new Option<int>("--lines", "-n") { Description = "Begin this many lines before the end (default: 100)", DefaultValueFactory = _ => 100 };
        lines.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var typed }] && int.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number < 0)
            {
                result.AddError($"--lines takes a number of lines from 0 on, not {number}.");
            }
        });
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what comes; Ctrl-C ends it" };
        return new AionCommand("logs", "Print the output of a service", "aionctl logs judge", "aionctl logs measure-002 -n 20 -f") { service, lines, follow }
            .Runs(common, (context, cancellation) => RunAsync(context, context.Value(service)!, context.Value(lines), context.Value(follow), cancellation));
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, string name, int lines, bool follow, CancellationToken cancellationToken)
    {
        var api = context.Broker ?? new HostRecordFile(context.Home).ReadLiving()?.Addresses.Api
            ?? throw new CliException(ExitCode.NotRunning, $"Nothing runs in {context.Home.Path}. What was printed is in {context.Home.Logs}.");
        using var broker = new BrokerApi(api, context.Token);
        var status = await broker.StatusAsync(cancellationToken);
        var services = new DeclaredServices(status);
        var instances = services.Find(name);
        if (instances.Count == 0)
        {
            throw new CliException(ExitCode.NotFound, services.Missing(name, services.InstanceMeant(name)?.Name));
        }
        OtherNode.Refuse(status, instances, $"logs {name}{(follow ? " -f" : "")}", endless: follow);
        await using var console = Console.OpenStandardOutput();
        if (instances.Count == 1)
        {
            await broker.CopyLogAsync(instances[0].Service, instances[0].Number, lines, follow, console, cancellationToken);
            return ExitCode.Ok;
        }
        // Several instances share the screen: whole lines, each with the number of its instance.
        var gate = new SemaphoreSlim(1, 1);
        await Task.WhenAll(instances.Select(async instance =>
        {
            await using var marked = new LineMarker(console, gate, string.Create(CultureInfo.InvariantCulture, $"{instance.Number:000} "));
            await broker.CopyLogAsync(instance.Service, instance.Number, lines, follow, marked, cancellationToken);
        }));
        return ExitCode.Ok;
    }
}
