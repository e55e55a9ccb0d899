using System.Diagnostics;
using Aion.Cli.CommandLine;
using Aion.Cli.Projects;
using Aion.Cli.Terminal;
using Aion.Project;

namespace Aion.Cli.Hosting;

/// <summary><c>aionctl up --detach</c>: starts a background host and waits until it is ready or says why not.</summary>
internal sealed class DetachedHost(CommandContext context, UpOptions options)
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    public async Task<ExitCode> StartAsync(CancellationToken cancellationToken)
    {
        // Mistakes in the project are shown here, in colours, before anything is started.
        if (options.File is { } file)
        {
            CompiledProject.Load(context.Output, file, TargetPlatform.Processes);
        }
        using (HostLock.Take(context.Home))
        {
            // So is who holds a port.
            PlatformPorts.Choose(options.Ports, new HostRecordFile(context.Home).Read()?.Addresses, options.Node.Host);
            File.WriteAllText(context.Home.StartOutput, "");
        }
        using var host = BackgroundProcess.Start(Arguments(), context.Home.StartOutput, context.Token);
        HostRecord? record = null;
        await ProgressLine.RunAsync(context.Output, context.Time, "starting in the background", async step => record = await WaitAsync(host, step, cancellationToken));
        Announce(record ?? throw Failure(host.ExitCode));
        return ExitCode.Ok;
    }

    // What it said last is why it ended, told here as it would be in the foreground.
    private CliException Failure(int exitCode)
    {
        var code = Enum.IsDefined((ExitCode)exitCode) && exitCode != 0 ? (ExitCode)exitCode : ExitCode.StartFailed;
        var lines = File.ReadAllLines(context.Home.StartOutput);
        var failure = Array.FindLastIndex(lines, line => line.StartsWith(CommandOutput.FailureMark, StringComparison.Ordinal));
        return new CliException(code, failure >= 0
            ? string.Join('\n', lines[failure..])[CommandOutput.FailureMark.Length..].Trim()
            : $"The host ended with exit code {exitCode} before it was ready. Its log: {context.Home.HostLog}");
    }

    private IEnumerable<string> Arguments() =>
    [
        "up", .. options.File is { } file ? [Path.GetFullPath(file)] : Array.Empty<string>(), UpCommand.BackgroundOption, "--home", context.Home.Path,
        "--ports", options.Ports == PortPolicy.Auto ? "auto" : "default",
        .. options.Components.SelectMany(folder => (string[])["--components", folder]),
        .. options.Build ? Array.Empty<string>() : ["--no-build"],
        .. options.Node.Arguments,
    ];

    // The record of the ready host, or null when it ended.
    private async Task<HostRecord?> WaitAsync(Process host, Action<string> step, CancellationToken cancellationToken)
    {
        var records = new HostRecordFile(context.Home);
        var started = context.Time.GetTimestamp();
        var last = "";
        while (!host.HasExited)
        {
            if (records.Read() is { Ready: true } record && record.Pid == host.Id)
            {
                return record;
            }
            if (context.Time.GetElapsedTime(started) > StartTimeout)
            {
                host.Kill(entireProcessTree: true);
                throw new CliException(ExitCode.StartFailed, $"The host was not ready after {StartTimeout.TotalMinutes:0} minutes and was ended. Its log: {context.Home.HostLog}");
            }
            if (LastLine() is { Length: > 0 } line && line != last)
            {
                step(last = line);
            }
            await WaitOrEndAsync(host, cancellationToken);
        }
        return null;
    }

    private async Task WaitOrEndAsync(Process host, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Poll, context.Time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C while it starts: nothing may stay behind.
            await HostStop.SignalAndWaitAsync(host.Id, context.Time, TimeSpan.FromSeconds(30));
            throw;
        }
    }

    // The last step that it told of, not yet why it failed.
    private string? LastLine() => File.ReadLines(context.Home.StartOutput)
        .TakeWhile(line => !line.StartsWith(CommandOutput.FailureMark, StringComparison.Ordinal)).LastOrDefault(line => line.Length > 0);

    private void Announce(HostRecord record)
    {
        context.Output.Json(record, CliJson.Output.HostRecord);
        context.Output.Line($"running {record.Subject} in the background, process {record.Pid}");
        context.Output.Line($"  aionctl status, aionctl logs SERVICE, aionctl down   log: {context.Home.HostLog}");
    }
}
