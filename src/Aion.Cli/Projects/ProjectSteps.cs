using Aion.Cli.Terminal;
using Aion.ServiceBroker.Api;

namespace Aion.Cli.Projects;

/// <summary>Shows what an apply or a delete does to each instance.</summary>
internal static class ProjectSteps
{
    private const int ActionColumn = 1;

    // Of every action how a sentence counts it, in the order of the sentence.
    private static readonly (string Action, string Participle)[] Actions =
    [
        ("start", "started"), ("restart", "restarted"), ("stop", "stopped"), ("defer", "restarted when no longer busy"),
        ("wait", "started by the first kanban"), ("keep", "left alone"),
    ];

    public static void Write(CommandOutput output, IReadOnlyList<ProjectStep> steps)
    {
        if (steps.Count == 0)
        {
            return;
        }
        var cluster = steps.Any(step => step.Node is not null);
        var table = cluster ? new ResultTable("instance", "action", "node", "why") : new ResultTable("instance", "action", "why");
        foreach (var step in steps)
        {
            table.Add(cluster ? [step.Instance, step.Action, step.Node ?? "", step.Reason] : [step.Instance, step.Action, step.Reason]);
        }
        table.WriteTo(output, Style);
    }

    /// <summary>The numbers: <c>1 would be started, 2 left alone</c>.</summary>
    public static string Summary(IReadOnlyList<ProjectStep> steps, string auxiliary)
    {
        var cluster = steps.Any(step => step.Node is not null);
        var counts = Actions.Select(a => (Participle: cluster && a.Action == "wait" ? a.Participle + " or when its node joins" : a.Participle, Count: steps.Count(step => step.Action == a.Action))).Where(a => a.Count > 0).ToList();
        return string.Join(", ", counts.Select((a, i) => i == 0 ? $"{a.Count} {auxiliary} {a.Participle}" : $"{a.Count} {a.Participle}"));
    }

    private static string? Style(int column, string cell) => column != ActionColumn ? null : cell switch
    {
        "start" => "green",
        "restart" or "defer" => "yellow",
        "stop" => "red",
        _ => "dim",
    };
}
