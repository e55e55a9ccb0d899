using System.Globalization;
using Aion.Cli.Status;
using Aion.Cli.Terminal;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Explaining;
using Aion.ServiceBroker.Platforms;
using Spectre.Console;

namespace Aion.Cli.Instances;

/// <summary>The story of an instance for people: what it is doing and why, what to do, what led to it.</summary>
internal sealed class ExplanationText(CommandOutput output, ServiceExplanation story, TimeProvider time)
{
    private const int Again = 56;

    private readonly DateTimeOffset _now = time.GetUtcNow();

    public void Write(InstanceExplanation instance)
    {
        var status = instance.Status;
        var state = StatusTable.StateText(status.State);
        // What it waits for stands below, one line each.
        var cause = instance.Cause is { Text.Length: > 0 } why && !(why.Kind == CauseKind.Dependency && status.WaitingFor.Count > 0) ? $": {why.Text}" : "";
        output.Line(
            $"{status.Name} is {state}{cause}",
            $"[bold]{status.Name.EscapeMarkup()}[/] is [{StatusTable.StateStyle(state) ?? "default"}]{state}[/]{cause.EscapeMarkup()}");
        var facts = new FactList();
        facts.Add("meaning", StateMeaning.Of(status, story.WithoutKanban));
        AddState(facts, instance);
        AddSurroundings(facts, instance);
        if (CauseAdvice.For(instance, story) is { } advice)
        {
            facts.Add("what to do", advice, "green");
        }
        facts.WriteTo(output);
        WriteLog(instance);
        WriteHistory(instance);
    }

    private void AddState(FactList facts, InstanceExplanation instance)
    {
        var status = instance.Status;
        facts.Add("since", $"{Clock(status.Since)}, {Elapsed.Text(_now - status.Since)} ago"
            + (status.Pid is { } pid ? $"; process {pid}" : "") + (status.Run > 0 ? $"; start number {status.Run}" : ""));
        if (status.Tries > 0)
        {
            facts.Add("tries", $"{Times(status.Tries, "failure")} in a row"
                + (status.NextTry is { } next ? $"; retry {status.Tries} {Due.Text(next, _now)}, at {Clock(next)}" : ""), "yellow");
        }
        else if (status.NextTry is { } start)
        {
            facts.Add("next start", $"{Due.Text(start, _now)}, at {Clock(start)} (`interval` in the project file)");
        }
        foreach (var line in status.WaitingFor)
        {
            facts.Add("waits for", line, "yellow");
        }
        if (instance.LastEnd is { } end && end.Cause.Text != instance.Cause?.Text)
        {
            facts.Add("last end", $"{Clock(end.At)}, start number {end.Run}: {end.Cause.Text}");
        }
        if (status.Busy is { } busy)
        {
            facts.Add("busy", busy.Length > 0 ? busy : "yes", "yellow");
        }
        if (status.Note is { Length: > 0 } note)
        {
            facts.Add("note", note, "yellow");
        }
    }

    private void AddSurroundings(FactList facts, InstanceExplanation instance)
    {
        if (instance.Health is { } health)
        {
            var verdict = health.Healthy switch { true => "healthy", false => "unhealthy", _ => "no verdict yet" };
            facts.Add("health", $"{verdict}{(health.FailuresInARow > 0 ? $", {Times(health.FailuresInARow, "failed check")} in a row" : "")}: {health.Probe}");
            if (health is { LastAnswer: { } answer, LastAt: { } at })
            {
                facts.Add("last check", $"{Elapsed.Text(_now - at)} ago: {answer}");
            }
        }
        foreach (var dependency in instance.Dependencies)
        {
            var where = dependency.Node is { } other ? $" on node {other}" : "";
            var state = dependency.Unsure is { } unsure ? $"was {StatusTable.StateText(dependency.State)} when it was heard of last: {unsure}" : $"is {StatusTable.StateText(dependency.State)}";
            facts.Add("depends on", $"{dependency.Name}{where}, which has to be {dependency.Condition} and {state}", dependency.Met ? null : "yellow");
        }
        if (instance.Queue is { } waiting)
        {
            facts.Add("queue", waiting == 0 ? "empty" : $"{Times(waiting, "kanban")} {(waiting == 1 ? "waits" : "wait")} for it: aionctl kanban list {story.Service}");
        }
        foreach (var poison in instance.Poison)
        {
            var settled = poison.SettledAt is { } at ? $", and sent back or thrown away {Elapsed.Text(_now - at)} ago" : ": aionctl kanban dead";
            facts.Add("poison", $"kanban {poison.KanbanId} was set aside {Elapsed.Text(_now - poison.At)} ago{settled}", poison.SettledAt is null ? "red" : null);
        }
        if (instance.RolledBack is { } back)
        {
            facts.Add("update", $"the one of generation {back.Generation} was taken back {Elapsed.Text(_now - back.At)} ago: {back.Cause.Text}. Tried again: a changed one, or this one by aionctl apply --force", "red");
        }
        if (instance.Deferred is { } deferred)
        {
            facts.Add("update", $"the one of generation {deferred.Generation} waits until {Clock(deferred.At)} at most: {deferred.Cause.Text}", "yellow");
        }
        facts.Add("restart", story.Restart);
        if (instance.Generation > 0 && instance.Generation != story.Generation)
        {
            facts.Add("definition", $"from generation {instance.Generation} of the project; in force is {story.Generation}");
        }
        if (instance.Status.Node is { } node)
        {
            facts.Add("node", node);
        }
    }

    private void WriteLog(InstanceExplanation instance)
    {
        var lines = instance.Cause?.LogTail is { Count: > 0 } now ? now : instance.LastEnd?.Cause.LogTail ?? [];
        if (lines.Count == 0)
        {
            return;
        }
        output.Line();
        output.Line($"Its last words (more: aionctl logs {instance.Status.Name}):", $"Its last words [dim](more: aionctl logs {instance.Status.Name.EscapeMarkup()})[/]:");
        foreach (var line in lines)
        {
            output.Line("  | " + line, $"  [dim]|[/] {line.EscapeMarkup()}");
        }
    }

    private void WriteHistory(InstanceExplanation instance)
    {
        if (instance.Transitions.Count == 0)
        {
            return;
        }
        output.Line();
        output.Line("What happened:");
        var steps = new FactList();
        var before = "";
        HashSet<string> told = [instance.Cause?.Text ?? ""];
        foreach (var step in instance.Transitions)
        {
            // A start has the cause of the end before it.
            var cause = step.Cause ?? "";
            steps.Add(
                $"{Clock(step.At)}  {StatusTable.StateText(step.State)}",
                cause == before && step.State == InstanceState.Starting ? "" : told.Add(cause) ? cause : Shortened(cause));
            before = cause;
        }
        steps.WriteTo(output);
    }

    // The day too, where it is another one.
    private string Clock(DateTimeOffset at) => at.ToLocalTime().ToString(
        at.ToLocalTime().Date == _now.ToLocalTime().Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    // Ten times the same long cause would push its first mention off the screen.
    private static string Shortened(string cause) => cause.Length <= Again ? cause : cause[..Again].TrimEnd() + "…";

    private static string Times(int count, string thing) => $"{count} {thing}{(count == 1 ? "" : "s")}";
}
