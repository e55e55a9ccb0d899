using System.CommandLine;
using Aion.Cli.CommandLine;
using Aion.Cli.Terminal;

namespace Aion.Cli.Hosting;

/// <summary><c>aionctl down</c>: stops the host of this home and waits until it is gone.</summary>
internal static class DownCommand
{
    public static Command Create(CommonOptions common)
    {
        var timeout = new Option<int>("--timeout")
        {
            Description = "Seconds to wait for the end (default: 60)",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 60,
        };
        return new AionCommand("down", "Stop what `aionctl up` started, and wait until it is gone", "aionctl down", "aionctl down --home /tmp/second") { timeout }
            .Runs(common, (context, _) => RunAsync(context, TimeSpan.FromSeconds(context.Value(timeout))));
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, TimeSpan timeout)
    {
        var file = new HostRecordFile(context.Home);
        if (file.ReadLiving() is not { } host)
        {
            if (file.Read() is { } dead)
            {
                context.Output.Line($"The host (process {dead.Pid}) is already gone. Services that it left run on until the next `aionctl up` takes them over or ends them.");
            }
            throw new CliException(ExitCode.NotRunning, $"Nothing runs in {context.Home.Path}.");
        }
        var stopped = false;
        await ProgressLine.RunAsync(context.Output, context.Time, $"stopping process {host.Pid}", async _ =>
            stopped = await HostStop.SignalAndWaitAsync(host.Pid, context.Time, timeout));
        if (!stopped)
        {
            throw new CliException(ExitCode.StartFailed, $"Process {host.Pid} still runs after {timeout.TotalSeconds:0} s. Its log: {context.Home.HostLog}");
        }
        context.Output.Json(new DownReport(host.Pid, host.Project), CliJson.Output.DownReport);
        context.Output.Line($"stopped {host.Project}");
        return ExitCode.Ok;
    }
}
