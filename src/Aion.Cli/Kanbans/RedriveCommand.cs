using System.CommandLine;
using Aion.Cli.CommandLine;
using Aion.Cli.Status;

namespace Aion.Cli.Kanbans;

/// <summary><c>aionctl kanban redrive</c>: sends dead letters back to where they came from.</summary>
internal static class RedriveCommand
{
    public static Command Create(CommonOptions common)
    {
        var kanban = new Argument<string?>("KANBAN") { Description = "Id of the dead letter, see `aionctl kanban dead`", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Every dead letter" };
        return new AionCommand("redrive", "Send dead letters back to their queue", "aionctl kanban redrive 0191d3a4-5c2b-7e11-9f00-2b6f0a1c77aa", "aionctl kanban redrive --all")
        {
            kanban, all,
        }.Runs(common, (context, cancellation) => RunAsync(context, context.Value(kanban), context.Value(all), cancellation));
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, string? kanban, bool all, CancellationToken cancellationToken)
    {
        if (kanban is null == !all)
        {
            throw new CliException(ExitCode.Usage, "Name one kanban, or use --all.");
        }
        using var broker = BrokerApi.Of(context);
        var letter = kanban is null ? null : LetterName.Resolve(await broker.DeadAsync(cancellationToken), kanban);
        var report = await broker.RedriveAsync(letter, cancellationToken);
        context.Output.Json(report, CliJson.Output.RedriveResult);
        context.Output.Line($"{report.Redriven} sent back; `aionctl kanban dead` shows what comes back");
        foreach (var problem in report.Problems)
        {
            context.Output.Warning(problem);
        }
        return report.Problems.Count == 0 ? ExitCode.Ok : ExitCode.Rejected;
    }
}
