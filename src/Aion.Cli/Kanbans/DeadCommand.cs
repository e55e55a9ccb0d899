using System.CommandLine;
using System.Globalization;
using Aion.Cli.CommandLine;
using Aion.Cli.Status;
using Aion.Cli.Terminal;

namespace Aion.Cli.Kanbans;

/// <summary><c>aionctl kanban dead</c>: what was set aside, and why.</summary>
internal static class DeadCommand
{
    public static Command Create(CommonOptions common) =>
        new AionCommand("dead", "Show kanbans that were set aside, and why", "aionctl kanban dead", "aionctl kanban dead --output json")
        {
            DeleteDeadCommand.Create(common),
        }.Runs(common, RunAsync);

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var broker = BrokerApi.Of(context);
        var dead = await broker.DeadAsync(cancellationToken);
        context.Output.Json(dead, CliJson.Output.DeadAnswer);
        if (dead.Items.Count == 0)
        {
            context.Output.Line("no dead letters");
            return ExitCode.Ok;
        }
        var table = new ResultTable("kanban", "when", "from", "reason", "attempts", "cause");
        foreach (var letter in dead.Items)
        {
            table.Add(
                LetterName.Of(letter, dead), letter.At.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), letter.SourceQueue, letter.Reason,
                letter.Attempt.ToString(CultureInfo.InvariantCulture), letter.ReasonText);
        }
        table.WriteTo(context.Output);
        context.Output.Line($"{dead.Count} in all. Send one back with `aionctl kanban redrive KANBAN`, all with --all.");
        return ExitCode.Ok;
    }
}
