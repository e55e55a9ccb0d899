using System.Globalization;
using Aion.Cli.Terminal;
using Aion.ServiceBroker.Lifecycle;
using Spectre.Console;

namespace Aion.Cli.Status;

/// <summary>A status report as rows of text.</summary>
internal static class StatusTable
{
    private const int StateColumn = 2;
    private const int NodeColumn = 8;

    /// <summary>In place of a number that only somebody else knows.</summary>
    private const string Elsewhere = "-";

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

    public static string StateText(InstanceState state) => state.ToText();

    /// <summary>Colour of a state's text.</summary>
    public static string? StateStyle(string state) => state switch
    {
        "running" or "healthy" => "green",
        "starting" or "stopping" or "backoff" => "yellow",
        "failed" or "crashloop" or "unhealthy" or "poisoned" => "red",
        _ => "dim",
    };

    private static ResultTable Create(StatusReport status, DateTimeOffset now)
    {
        var severalNodes = status.Nodes is not null;
        string[] Columns(params string[] all) => severalNodes ? all : [.. all[..NodeColumn], .. all[(NodeColumn + 1)..]];
        var table = new ResultTable(Columns("service", "no", "state", "pid", "restarts", "since", "kanbans", "waiting", "node", "note"));
        foreach (var instance in status.Instances)
        {
            table.Add(Columns(
                instance.Service,
                Text(instance.Number),
                StateText(instance.State),
                Text(instance.Pid),
                instance.Restarts > 0 ? Text(instance.Restarts) : "",
                Elapsed.Text(now - instance.Since),
                instance.Subscriber ? Elsewhere : Text(instance.Delivered),
                instance.Subscriber ? Elsewhere : instance.Held > 0 ? Text(instance.Held) : "",
                instance.Node ?? "",
                Note(instance, now)));
        }
        return table;
    }

    private static string Note(InstanceReport instance, DateTimeOffset now) =>
        string.Join(": ", new[] { instance.Retry(now), instance.Note }.Where(part => part is { Length: > 0 }));

    private static string? Style(int column, string cell) => column switch
    {
        StateColumn => StateStyle(cell),
        >= NodeColumn => "dim",
        _ => null,
    };

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
