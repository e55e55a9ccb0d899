using System.CommandLine;
using Aion.Cli.CommandLine;
using Aion.Cli.Status;
using Spectre.Console;

namespace Aion.Cli.Kanbans;

/// <summary><c>aionctl kanban dead delete</c>: throws dead letters away.</summary>
internal static class DeleteDeadCommand
{
    public static Command Create(CommonOptions common)
    {
        var kanban = new Argument<string?>("KANBAN") { Description = "Id of the dead letter, see `aionctl kanban dead`", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Every dead letter" };
        var reason = new Option<string?>("--reason") { Description = "With --all: only those set aside for this reason" };
        var service = new Option<string?>("--service") { Description = "With --all: only those of this service" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask" };
        return new AionCommand(
            "delete", "Throw dead letters away for good", "aionctl kanban dead delete 0191d3a4-5c2b-7e11-9f00-2b6f0a1c77aa", "aionctl kanban dead delete --all --reason poison")
        {
            kanban, all, reason, service, yes,
        }.Runs(common, (context, cancellation) => RunAsync(
            context, new Choice(context.Value(kanban), context.Value(all), context.Value(reason), context.Value(service)), context.Value(yes), cancellation));
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, Choice choice, bool yes, CancellationToken cancellationToken)
    {
        if (choice.Kanban is null == !choice.All || (!choice.All && (choice.Reason ?? choice.Service) is not null))
        {
            throw new CliException(ExitCode.Usage, "Name one kanban, or use --all, which --reason and --service narrow.");
        }
        using var broker = BrokerApi.Of(context);
        if (!yes && context.Output.IsTerminal && !Console.IsInputRedirected
            && !await new ConfirmationPrompt($"Delete {Markup.Escape(choice.ToString())} for good?") { DefaultValue = false }.ShowAsync(context.Output.Text, cancellationToken))
        {
            context.Output.Line("nothing deleted");
            return ExitCode.Ok;
        }
        var letter = choice.Kanban is null ? null : LetterName.Resolve(await broker.DeadAsync(cancellationToken), choice.Kanban);
        var report = await broker.DeleteDeadAsync(letter, choice.Reason, choice.Service, cancellationToken);
        context.Output.Json(report, CliJson.Output.DeleteResult);
        context.Output.Line($"{report.Deleted} deleted");
        return ExitCode.Ok;
    }

    private sealed record Choice(string? Kanban, bool All, string? Reason, string? Service)
    {
        public override string ToString() => Kanban is not null
            ? $"dead letter {Kanban}"
            : "all dead letters" + (Reason is null ? "" : $" with the reason {Reason}") + (Service is null ? "" : $" of {Service}");
    }
}
