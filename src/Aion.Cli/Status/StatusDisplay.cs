using System.Globalization;
using Aion.Cli.CommandLine;
using Aion.Cli.HostLogging;
using Aion.Cli.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Aion.Cli.Status;

/// <summary>Shows the status until it is cancelled: a live table on a terminal, one line per change in a pipe.</summary>
internal sealed class StatusDisplay(
    CommandOutput output, StatusReader reader, TimeProvider time, string hint, Func<IReadOnlyList<HostWarning>>? warnings = null)
{
    private const int ShownWarnings = 5;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await (output.IsTerminal ? DrawAsync(cancellationToken) : ReportChangesAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end of the display.
        }
    }

    private async Task DrawAsync(CancellationToken cancellationToken)
    {
        await output.Text.Live(new Text("")).Overflow(VerticalOverflow.Ellipsis).StartAsync(async live =>
        {
            using var timer = new PeriodicTimer(Refresh, time);
            do
            {
                live.UpdateTarget(await RenderAsync(cancellationToken));
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        });
    }

    private async Task<IRenderable> RenderAsync(CancellationToken cancellationToken)
    {
        var rows = new List<IRenderable>();
        if (await TryStatusAsync(cancellationToken) is { } status)
        {
            rows.Add(new Markup($"[bold]{status.Title.EscapeMarkup()}[/]") { Overflow = Overflow.Ellipsis });
            if (NodeRows.LinkText(status.Master, time.GetUtcNow()) is { } link)
            {
                rows.Add(new Markup(link.EscapeMarkup()) { Overflow = Overflow.Ellipsis });
            }
            if (status.Nodes is not null)
            {
                rows.Add(NodeRows.Draw(status, time.GetUtcNow(), output.Text.Profile.Width - 1));
            }
            rows.Add(StatusTable.Draw(status, time.GetUtcNow(), output.Text.Profile.Width - 1));
            rows.AddRange(new[] { ("dim", status.Footnote), ("yellow", status.Summary), ("dim", status.Hint) }.Where(line => line.Item2.Length > 0)
                .Select(line => new Markup($"[{line.Item1}]{line.Item2.EscapeMarkup()}[/]") { Overflow = Overflow.Ellipsis }));
        }
        else
        {
            rows.Add(new Markup("[yellow]service-broker does not answer[/]"));
        }
        rows.AddRange((warnings?.Invoke() ?? []).TakeLast(ShownWarnings).Select(Line));
        rows.Add(new Markup($"[dim]{hint}[/]"));
        return new Rows(rows);
    }

    private async Task ReportChangesAsync(CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, string>();
        string? title = null;
        using var timer = new PeriodicTimer(Refresh, time);
        do
        {
            var status = await TryStatusAsync(cancellationToken);
            if (title is not null && status is not null && status.Title != title)
            {
                output.Line($"{Now()} {status.Title}");
            }
            title = status?.Title ?? title;
            foreach (var instance in status?.Instances ?? [])
            {
                var text = Describe(instance);
                if (known.GetValueOrDefault(instance.Name) != text)
                {
                    known[instance.Name] = text;
                    output.Line($"{Now()} {text}");
                }
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task<StatusReport?> TryStatusAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (Exception passing) when (passing is HttpRequestException or IOException or CliException)
        {
            return null;
        }
    }

    private string Now() => time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Describe(InstanceReport instance) =>
        $"{instance.Name} {StatusTable.StateText(instance.State)}"
        + (instance.Pid is { } pid ? $" (process {pid})" : "")
        + (instance.NextTry is { } next ? $", {instance.NextStart} at {next.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}" : "")
        + (instance.Note is { Length: > 0 } note ? $": {note}" : "");

    private static Markup Line(HostWarning warning)
    {
        var colour = warning.Level > Microsoft.Extensions.Logging.LogLevel.Warning ? "red" : "yellow";
        var count = warning.Count > 1 ? $" ({warning.Count} times)" : "";
        var firstLine = warning.Message.Split('\n')[0];
        return new Markup($"[dim]{warning.Time.ToLocalTime():HH:mm:ss}[/] [{colour}]{warning.App}[/] {firstLine.EscapeMarkup()}{count}") { Overflow = Overflow.Ellipsis };
    }
}
