using System.Globalization;
using Aion.Cli.CommandLine;
using Aion.Cli.Hosting;
using Aion.Contracts.Events;
using Aion.ServiceBroker.Platforms.Processes.Logs;

namespace Aion.Cli.Logs;

/// <summary>
/// The output of services in a home where no host runs: what they printed before, and what those that a killed host left print
/// still.
/// </summary>
internal sealed class StoredLogs(AionHome home, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <param name="typed">A service, or one instance as judge/2, judge-2 or judge-002.</param>
    /// <param name="lines">How many lines before the end.</param>
    /// <param name="follow">Whether to go on with what comes.</param>
    /// <exception cref="CliException">There is no log of it; the sentence says of what there is one.</exception>
    public IReadOnlyList<LogSource> Find(string typed, int lines, bool follow)
    {
        var stored = All();
        if (stored.Count == 0)
        {
            throw new CliException(ExitCode.NotRunning, $"Nothing runs in {home.Path}, and no service has printed anything there. Start it with `aionctl up`, or name another folder with --home.");
        }
        var found = stored.Where(log => log.Service == typed || IsMeant(typed, log.Service, log.Number)).ToList();
        if (found.Count == 0)
        {
            var services = stored.Select(log => log.Service).Distinct().ToList();
            var hint = Similar.To(typed, services) is { } meant ? $" Did you mean {meant}?" : "";
            throw new CliException(ExitCode.NotFound, $"No host runs in {home.Path}, and there is no log of {typed}.{hint} Logs: {string.Join(", ", Similar.NearestFirst(typed, services))}");
        }
        return [.. found.Select(log => new LogSource(log.Number, (target, cancellation) => CopyAsync(log.Path, lines, follow, target, cancellation)))];
    }

    private List<(string Service, int Number, string Path)> All()
    {
        var logs = new List<(string Service, int Number, string Path)>();
        foreach (var path in Directory.Exists(home.Logs) ? Directory.GetFiles(home.Logs, "*.log") : [])
        {
            if (InstanceName.TryParse(Path.GetFileNameWithoutExtension(path), out var service, out var number))
            {
                logs.Add((service, number, path));
            }
        }
        return [.. logs.OrderBy(log => log.Service, StringComparer.Ordinal).ThenBy(log => log.Number)];
    }

    private static bool IsMeant(string typed, string service, int number) =>
        typed.StartsWith(service, StringComparison.Ordinal) && typed.Length > service.Length + 1 && typed[service.Length] is '-' or '/'
        && int.TryParse(typed.AsSpan(service.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var meant) && meant == number;

    private async Task CopyAsync(string path, int lines, bool follow, Stream target, CancellationToken cancellationToken)
    {
        var reader = new InstanceLogReader(path);
        await reader.CopyTailAsync(lines, target, cancellationToken);
        while (follow)
        {
            await target.FlushAsync(cancellationToken);
            await Task.Delay(Poll, time, cancellationToken);
            await reader.CopyNewAsync(target, cancellationToken);
        }
    }
}
