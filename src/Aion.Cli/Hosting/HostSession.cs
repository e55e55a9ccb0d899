using Aion.Cli.Building;
using Aion.Cli.CommandLine;
using Aion.Cli.HostLogging;
using Aion.Cli.Projects;
using Aion.Cli.Status;
using Aion.Cli.Terminal;
using Aion.Project;
using Aion.ServiceBroker.Security;
using Microsoft.Extensions.Logging;

namespace Aion.Cli.Hosting;

/// <summary>One <c>aionctl up</c>: compile, build, start, apply, show, stop.</summary>
internal sealed class HostSession(CommandContext context, UpOptions options, bool background)
{
    private readonly CommandOutput _output = context.Output;
    private readonly AionHome _home = context.Home;
    private readonly HostRecordFile _recordFile = new(context.Home);

    public async Task<ExitCode> RunAsync(CancellationToken stop)
    {
        if (background)
        {
            BackgroundProcess.LeaveTerminal();
        }
        var project = options.File is { } file ? CompiledProject.Load(_output, file, TargetPlatform.Processes) : null;
        using var hostLock = HostLock.Take(_home);
        context.Signals.Forced += () => ServiceProcesses.KillAll(_home);
        using var log = new HostLog(_home.HostLog, context.Time);
        using var provider = log.For("aionctl");
        var logger = provider.CreateLogger("Aion.Cli");
        var predecessor = _recordFile.Read();
        TellOfPredecessor(predecessor, project, logger);
        var ports = PlatformPorts.Choose(options.Ports, predecessor?.Addresses, options.Node.Host);
        var started = context.Time.GetTimestamp();
        Log.HostStarts(logger, Environment.ProcessId, project?.File ?? NodeRecord.Of(options.Node.Cluster)?.ToString() ?? "no project");
        try
        {
            await BuildAsync(project, stop);
            await using var platform = await StartAsync(project, ports, log, stop);
            var record = ToRecord(project, platform, ready: true);
            _recordFile.Write(record);
            Log.HostReady(logger, context.Time.GetElapsedTime(started).TotalSeconds, record.Addresses.Api);
            Announce(record);
            var ended = await ShowUntilStoppedAsync(platform, record, log, logger, stop);
            TellOfEnd(logger, ended);
            await StopAsync(platform);
            return ended is null
                ? ExitCode.Ok
                : throw new CliException(ExitCode.StartFailed, $"{ended} ended by itself; everything was stopped. The log says why: {_home.HostLog}");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _output.Line("stopped before it was ready");
            return ExitCode.Ok;
        }
        finally
        {
            _recordFile.Delete();
        }
    }

    private static void TellOfEnd(ILogger logger, string? ended)
    {
        if (ended is null)
        {
            Log.HostStops(logger);
            return;
        }
        Log.AppEnded(logger, ended);
    }

    private void TellOfPredecessor(HostRecord? predecessor, CompiledProject? project, ILogger logger)
    {
        if (predecessor is { } left)
        {
            Log.PredecessorDied(logger, left.Pid);
            var then = project is null || left.Project == project.File ? "continuing where it was." : $"it ran {left.Subject}, which {project.File} replaces.";
            _output.Line($"The last host (process {left.Pid}) ended without stopping; {then}");
        }
    }

    private async Task BuildAsync(CompiledProject? project, CancellationToken stop)
    {
        var builds = new ServiceBuilds(_home);
        var outdated = options.Build && project is not null ? builds.Outdated(project) : [];
        for (var i = 0; i < outdated.Count; i++)
        {
            var text = $"building {outdated[i].Service} ({i + 1}/{outdated.Count})";
            await ProgressLine.RunAsync(_output, context.Time, text, _ => builds.RunAsync(outdated[i], stop));
        }
    }

    private async Task<Platform> StartAsync(CompiledProject? project, PlatformPorts ports, HostLog log, CancellationToken stop)
    {
        var components = options.Components.Count > 0 ? options.Components : [EmbeddedComponents.Extract(_home)];
        Platform? platform = null;
        try
        {
            await ProgressLine.RunAsync(_output, context.Time, "starting the platform", async step =>
            {
                platform = await PlatformStart.RunAsync(new PlatformOptions(_home, ports, components, log, context.Time) { BrokerSettings = BrokerSettings(project) }, options.Ports, step, stop);
                _recordFile.Write(ToRecord(project, platform, ready: false));
                using var broker = new BrokerApi(platform.Addresses.Api, context.Token);
                await broker.WaitUntilReadyAsync(context.Time, stop);
                if (project is not null)
                {
                    step("applying the project");
                    await broker.ApplyAsync(project, force: false, stop);
                }
            });
            return platform!;
        }
        catch
        {
            await (platform?.DisposeAsync() ?? default);
            throw;
        }
    }

    // The file that `up` applies decides: it may have changed since a host was killed. Without one, what was stored goes on.
    private Dictionary<string, string?> BrokerSettings(CompiledProject? project) => new(options.Node.Configuration)
    {
        [ApiToken.Key] = context.Token,
        ["Aion:ServiceBroker:RestoreProject"] = project is null ? "true" : "false",
    };

    private HostRecord ToRecord(CompiledProject? project, Platform platform, bool ready)
    {
        var node = NodeRecord.Of(options.Node.Cluster);
        var device = node?.Name ?? project?.Model.DeviceName ?? "";
        return new HostRecord(Environment.ProcessId, HostProcess.OwnStartTime(), ready, project?.File, device, platform.Addresses) { Node = node };
    }

    private void Announce(HostRecord record)
    {
        _output.Json(record, CliJson.Output.HostRecord);
        _output.Line($"running {record.Subject} on {record.DeviceName}", $"[green]running[/] {Spectre.Console.Markup.Escape(record.Subject)} on [bold]{Spectre.Console.Markup.Escape(record.DeviceName)}[/]");
        if (record is { Node: { } node, Project: not null })
        {
            _output.Line($"  cluster          {node}");
        }
        _output.Line($"  kanbans (gRPC)   {string.Join("  ", record.Addresses.Kanbans.Select(address => address.Authority))}");
        _output.Line($"  status API       {record.Addresses.Api.GetLeftPart(UriPartial.Authority)}/api/v1/status");
        _output.Line($"  projects (gRPC)  {record.Addresses.Projects.Authority}");
        _output.Line($"  home             {_home.Path}  (logs/, Data/, state/)");
    }

    // Returns the name of an app that ended by itself, or null when the stop was asked for.
    private async Task<string?> ShowUntilStoppedAsync(Platform platform, HostRecord record, HostLog log, ILogger logger, CancellationToken stop)
    {
        using var reader = new StatusReader(record.Addresses, context);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var show = background ? Task.CompletedTask : ShowAsync(new StatusDisplay(_output, reader, context.Time, "Ctrl-C stops everything", () => log.Warnings), logger, end.Token);
        await Task.WhenAny(platform.Ended, Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default));
        await end.CancelAsync();
        await show;
        return platform.Ended.IsCompletedSuccessfully && !stop.IsCancellationRequested ? await platform.Ended : null;
    }

    // The services matter more than the picture of them.
    private static async Task ShowAsync(StatusDisplay display, ILogger logger, CancellationToken end)
    {
        try
        {
            await display.RunAsync(end);
        }
        catch (Exception failure)
        {
            Log.DisplayFailed(logger, failure);
        }
    }

    private Task StopAsync(Platform platform) => ProgressLine.RunAsync(
        _output, context.Time, "stopping (Ctrl-C again: at once)", step => platform.StopAsync(step, CancellationToken.None));
}
