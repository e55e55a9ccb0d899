using Aion.Cli.CommandLine;
using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.DeadLetters;

namespace Aion.Cli.Kanbans;

/// <summary>
/// What people call a dead letter: the id of its kanban, which `explain`, `send` and `watch` say too. Where one kanban was set
/// aside several times, the letter's own id.
/// </summary>
internal static class LetterName
{
    public static string Of(DeadLetter letter, DeadAnswer dead) =>
        letter.KanbanId.Length > 0 && dead.Items.Count(other => other.KanbanId == letter.KanbanId) == 1 ? letter.KanbanId : letter.Id;

    /// <summary>The letter's own id; what nobody is called as it was typed.</summary>
    /// <exception cref="CliException">Several are called so.</exception>
    public static string Resolve(DeadAnswer dead, string typed)
    {
        var letters = dead.Items.Where(letter => letter.KanbanId == typed).Select(letter => letter.Id).ToList();
        return dead.Items.Any(letter => letter.Id == typed) || letters.Count == 0 ? typed
            : letters is [var only] ? only
            : throw new CliException(ExitCode.Rejected, $"{typed} was set aside {letters.Count} times. Name one of its letters: {string.Join(", ", letters)}");
    }
}
