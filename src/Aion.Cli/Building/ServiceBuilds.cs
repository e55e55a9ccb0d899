using System.Diagnostics;
using System.Globalization;
using Aion.Cli.CommandLine;
using Aion.Cli.Hosting;
using Aion.Cli.Projects;
using Aion.Project.Model;

namespace Aion.Cli.Building;

/// <summary>Runs the <c>build:</c> commands of a project, each only when a source was changed, added or removed since its last success.</summary>
internal sealed class ServiceBuilds(AionHome home)
{
    /// <summary>The steps that have something to do.</summary>
    public IReadOnlyList<BuildStep> Outdated(CompiledProject project) =>
        [.. BuildStep.Of(project.Model, project.Folder).Where(step => IsOutdated(step, project.Model))];

    /// <summary>Runs one step; its output goes to the log that a failure names.</summary>
    /// <exception cref="CliException">It failed; the message ends with the last lines of its output.</exception>
    public async Task RunAsync(BuildStep step, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(home.Builds);
        var log = Path.Combine(home.Logs, $"build-{step.Service}.log");
        var begun = Path.Combine(home.Builds, step.Key + ".begun");
        File.WriteAllText(begun, "");
        var time = File.GetLastWriteTimeUtc(begun);
        var exitCode = await ExecuteAsync(step, log, cancellationToken);
        if (exitCode != 0)
        {
            throw new CliException(
                ExitCode.BuildFailed,
                $"The build of {step.Service} failed with exit code {exitCode}: {string.Join(' ', step.Command)}\n{Tail(log)}\nWhole output: {log}");
        }
        // Which files there are a first build only finds out. The stamp carries the time of the beginning: what was edited
        // meanwhile counts as newer.
        File.WriteAllText(begun, Names(BuildSources.Of(step.Folder)));
        File.SetLastWriteTimeUtc(begun, time);
        File.Move(begun, Stamp(step), overwrite: true);
        // service-broker reads it at the next apply: another stamp is another program, which a running one does not become.
        File.WriteAllText(Path.Combine(home.Builds, step.Service + ".stamp"), string.Create(CultureInfo.InvariantCulture, $"{step.Key}-{time.Ticks:x}"));
    }

    private bool IsOutdated(BuildStep step, ProjectModel project)
    {
        // The compiler has warned and the instance will say so: a disk that is not mounted keeps no other service from its start.
        if (!Directory.Exists(step.Folder))
        {
            return false;
        }
        var stamp = new FileInfo(Stamp(step));
        if (!stamp.Exists || IsProgramMissing(step, project))
        {
            return true;
        }
        var sources = BuildSources.Of(step.Folder);
        return sources.Any(source => source.LastWriteTimeUtc > stamp.LastWriteTimeUtc) || Names(sources) != File.ReadAllText(stamp.FullName);
    }

    private static string Names(IReadOnlyList<FileInfo> sources) => string.Join('\n', sources.Select(source => source.FullName));

    // Somebody cleaned the build's output; the sources did not change.
    private static bool IsProgramMissing(BuildStep step, ProjectModel project) =>
        project.FindService(step.Service) is { Command: [var program, ..] } && program.Contains('/', StringComparison.Ordinal)
        && !File.Exists(Path.GetFullPath(program, step.Folder));

    private string Stamp(BuildStep step) => Path.Combine(home.Builds, step.Key);

    private static async Task<int> ExecuteAsync(BuildStep step, string log, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(step.Command[0], step.Command.Skip(1))
        {
            WorkingDirectory = step.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // An MSBuild server would outlive this host.
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = TryStart(start, step);
        process.StandardInput.Close();
        await using var output = new StreamWriter(log, append: false);
        var gate = new Lock();
        void Write(object sender, DataReceivedEventArgs line)
        {
            lock (gate)
            {
                output.WriteLine(line.Data);
            }
        }
        process.OutputDataReceived += Write;
        process.ErrorDataReceived += Write;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
        return process.ExitCode;
    }

    private static Process TryStart(ProcessStartInfo start, BuildStep step)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new CliException(ExitCode.BuildFailed, $"The build of {step.Service} cannot run {start.FileName}: {missing.Message}");
        }
    }

    private static string Tail(string log) => string.Join('\n', File.ReadLines(log).Where(line => line.Length > 0).TakeLast(15).Select(line => "  " + line));
}
