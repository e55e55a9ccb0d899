using System.CommandLine;

namespace Aion.Cli.CommandLine;

/// <summary>Answers a command line that cannot be parsed: one sentence per mistake, a guess at what was meant, where help is.</summary>
internal static class UsageError
{
    // How the library begins the sentence about a word that fits nowhere.
    private const string Unrecognized = "Unrecognized command or argument ";

    public static int Write(ParseResult parsed, TextWriter error)
    {
        var command = parsed.CommandResult.Command;
        var path = PathOf(parsed);
        if (parsed.UnmatchedTokens.Count > 0 && command.Subcommands.Count > 0 && !parsed.UnmatchedTokens[0].StartsWith('-'))
        {
            var names = command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name).ToList();
            error.WriteLine($"'{parsed.UnmatchedTokens[0]}' is no command of {path}.{Suggestion(parsed.UnmatchedTokens[0], names)}");
            error.WriteLine($"Commands: {string.Join(", ", names)}");
        }
        else
        {
            // A mistyped option also leaves its value behind as a second error that only distracts.
            var messages = parsed.Errors.Select(problem => problem.Message.Replace("as expected type 'System.Int32'", "as a whole number", StringComparison.Ordinal)).Distinct().ToList();
            var mistyped = messages.Where(message => message.StartsWith('-')).ToList();
            foreach (var message in mistyped.Count > 0 ? mistyped : messages)
            {
                error.WriteLine(Reword(message, path) + SuggestionFor(message, parsed, command));
            }
        }
        error.WriteLine($"See: {path} --help");
        return (int)ExitCode.Usage;
    }

    private static string Reword(string message, string path) =>
        message.StartsWith(Unrecognized + "'-", StringComparison.Ordinal) ? $"{message[Unrecognized.Length..].TrimEnd('.')} is no option of {path}." : message;

    private static string SuggestionFor(string message, ParseResult parsed, Command command)
    {
        var token = parsed.Tokens.Select(token => token.Value).FirstOrDefault(token => token.StartsWith('-') && message.Contains(token, StringComparison.Ordinal));
        return token is null ? "" : Suggestion(token, command.Options.Concat(parsed.RootCommandResult.Command.Options).Select(option => option.Name));
    }

    private static string Suggestion(string typed, IEnumerable<string> names) =>
        Similar.To(typed.Split('=')[0], names) is { } name && name != typed ? $" Did you mean '{name}'?" : "";

    private static string PathOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, result.Command is RootCommand ? "aionctl" : result.Command.Name);
        }
        return string.Join(' ', names);
    }
}
