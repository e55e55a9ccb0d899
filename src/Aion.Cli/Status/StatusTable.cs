using System.Globalization;
using Aion.Cli.Terminal;
using Aion.ServiceBroker.Lifecycle;
using Spectre.Console;

namespace Aion.Cli.Status;

/// <summary>A status report as rows of text.</summary>
internal static class StatusTable
{
    private const int StateColumn = 2;
    private const int NoteColumn = 8;

    // Process id, restarts, up, kanbans, waiting: what a narrow window can do without, least important first.
    private static readonly int[] LeaveOut = [3, 4, 5, 6, 7];

    /// <summary>As wide as the terminal, or plain lines in a pipe.</summary>
    public static void Write(CommandOutput output, StatusReport status, DateTimeOffset now)
    {
        if (output.IsTerminal)
        {
            output.Text.Write(Draw(status, now, output.Text.Profile.Width - 1));
            return;
        }
        Create(status, now).WritePlain(output);
    }

    public static Table Draw(StatusReport status, DateTimeOffset now, int width) => Create(status, now).ToTable(width, LeaveOut, Style);

    private static ResultTable Create(StatusReport status, DateTimeOffset now)
    {
        var several = status.Nodes is not null;
        var table = new ResultTable("service", "no", "state", "pid", "restarts", "since", "kanbans", "waiting", several ? "node, note" : "note");
        foreach (var instance in status.Instances)
        {
            table.Add(
                instance.Service,
                Text(instance.Number),
                StateText(instance.State),
                Text(instance.Pid),
                instance.Restarts > 0 ? Text(instance.Restarts) : "",
                Elapsed.Text(now - instance.Since),
                Text(instance.Delivered),
                instance.Held > 0 ? Text(instance.Held) : "",
                several ? $"{instance.Node}{(instance.Note is { Length: > 0 } note ? $": {note}" : "")}" : instance.Note ?? "");
        }
        return table;
    }

    public static string StateText(InstanceState state) => state.ToString().ToLowerInvariant();

    private static string? Style(int column, string cell) => column switch
    {
        StateColumn => cell switch
        {
            "running" => "green",
            "starting" or "stopping" or "backoff" => "yellow",
            "failed" => "red",
            _ => "dim",
        },
        NoteColumn => "dim",
        _ => null,
    };

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
