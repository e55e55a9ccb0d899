using System.CommandLine;
using Aion.Cli.CommandLine;
using Aion.Cli.Status;
using Aion.Cli.Terminal;
using Aion.ServiceBroker.Platforms.Processes;

namespace Aion.Cli.Hosting;

/// <summary><c>aionctl down</c>: stops the host of this home, or what a killed one left, and waits until it is gone.</summary>
internal static class DownCommand
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

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
        var file = new HostRecordFile(context.OwnHome("down"));
        if (file.ReadLiving() is not { } host)
        {
            return await EndSurvivorsAsync(context, file.Read(), timeout);
        }
        var subject = await SubjectAsync(host, context.Token);
        var stopped = false;
        await ProgressLine.RunAsync(context.Output, context.Time, $"stopping process {host.Pid}", async _ =>
            stopped = await HostStop.SignalAndWaitAsync(host.Pid, context.Time, timeout));
        if (!stopped)
        {
            throw new CliException(ExitCode.StartFailed, $"Process {host.Pid} still runs after {timeout.TotalSeconds:0} s. Its log: {context.Home.HostLog}");
        }
        context.Output.Json(new DownReport(host.Pid, subject ?? host.Project), CliJson.Output.DownReport);
        context.Output.Line($"stopped {subject ?? host.Subject}");
        return ExitCode.Ok;
    }

    // An apply may have put another file in the place of the one that the host was started with.
    private static async Task<string?> SubjectAsync(HostRecord host, string? token)
    {
        using var limit = new CancellationTokenSource(AnswerTimeout);
        try
        {
            using var broker = new BrokerApi(host.Addresses.Api, token);
            return (await broker.StatusAsync(limit.Token)).File;
        }
        catch (Exception silent) when (silent is HttpRequestException or CliException or OperationCanceledException)
        {
            return null;
        }
    }

    // The host was killed: what it left ends without it.
    private static async Task<ExitCode> EndSurvivorsAsync(CommandContext context, HostRecord? dead, TimeSpan timeout)
    {
        var survivors = new Survivors(context.Home, context.Time);
        IReadOnlyList<AbandonedInstance> ended = [];
        if (survivors.Find().Count > 0)
        {
            await ProgressLine.RunAsync(context.Output, context.Time, "stopping services that a killed host left", async _ =>
                ended = await survivors.EndAsync(timeout));
        }
        if (ended.Count == 0)
        {
            throw new CliException(ExitCode.NotRunning, dead is null
                ? $"Nothing runs in {context.Home.Path}."
                : $"Nothing runs in {context.Home.Path}: the host (process {dead.Pid}) was killed, and none of its services is left.");
        }
        if (survivors.Find() is { Count: > 0 } left)
        {
            throw new CliException(ExitCode.StartFailed, $"These services do not end: {Survivors.Describe(left)}.");
        }
        context.Output.Json(new DownReport(dead?.Pid, dead?.Project, ended), CliJson.Output.DownReport);
        context.Output.Line($"The host{(dead is null ? "" : $" (process {dead.Pid})")} was killed before; stopped what it had left: {Survivors.Describe(ended)}");
        return ExitCode.Ok;
    }
}
