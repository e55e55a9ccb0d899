using System.Text.RegularExpressions;
using Aion.Project.Diagnostics;

namespace Aion.Project.Syntax;

/// <summary>
/// Turns a failure of the YAML parser into the slip that caused it. The parser speaks of tokens and often fails a line
/// later; here each kind of failure is looked up in the lines around it. Order: characters, quotes, brackets, then layout.
/// </summary>
internal static partial class SyntaxErrorExplainer
{
    /// <summary>Explains a failure on <paramref name="lines"/>, which are those of <paramref name="source"/> or blank.</summary>
    public static SyntaxProblem Explain(SourceText source, string[] lines, SyntaxFailure failure)
    {
        SourceSpan at = failure.End;
        if (failure.Reason.Contains(" tab ", StringComparison.Ordinal) && lines.Any(l => TabIndentation.Column(l) > 0))
            return new SyntaxProblem(DiagnosticRules.TabIndentation, at, "", "");
        SyntaxProblem problem = LayoutErrorExplainer.TryFullWidth(lines, failure)
            ?? TryCharacter(source, failure)
            ?? TryQuotes(source, failure)
            ?? TryBrackets(lines, failure)
            ?? LayoutErrorExplainer.TryExplain(lines, failure)
            ?? new SyntaxProblem(
                DiagnosticRules.YamlSyntax,
                at,
                $"This is not valid YAML ({failure.Reason.TrimEnd('.')}).",
                "Compare with the lines above: same indentation for keys of one map, a colon and a space behind each key, quotes around special characters.");
        return problem;
    }

    private static SyntaxProblem? TryCharacter(SourceText source, SyntaxFailure failure)
    {
        string line = source.Line(failure.Start.Line);
        int index = failure.Start.Column - 1;
        char character = index < line.Length ? line[index] : '\0';
        if (failure.Reason.Contains("cannot start any token", StringComparison.Ordinal))
            return Syntax(
                failure.Start with { Length = 1 },
                $"A value cannot start with {(character == '`' ? "a backtick" : $"`{character}`")}.",
                "Put the whole value in single quotes.");
        if (failure.Reason.Contains("escape character", StringComparison.Ordinal) || failure.Reason.Contains("hexadecimal", StringComparison.Ordinal))
            return Syntax(
                failure.End,
                "In double quotes a backslash starts a special character, and this one does not exist.",
                "Use single quotes, in which a backslash is just a backslash.");
        if (failure.Reason.Contains("anchor or alias", StringComparison.Ordinal) || failure.Reason.Contains("scanning a tag", StringComparison.Ordinal))
            return Syntax(
                failure.Start with { Length = 1 },
                $"`{character}` has a meaning of its own in YAML and cannot start this value.",
                "Put the whole value in single quotes.");
        if (failure.Reason.Contains("block scalar", StringComparison.Ordinal))
            return Syntax(
                failure.Start with { Length = 1 },
                $"`{character}` starts a text of several lines here, and nothing may follow it on its line.",
                "Put the value in single quotes, or start its text on the next line.");
        if (failure.Reason.Contains("incompatible YAML", StringComparison.Ordinal) || failure.Reason.Contains("directive", StringComparison.Ordinal))
            return Syntax(
                failure.Start,
                "This line starts with `%`, which announces a YAML version that is not supported.",
                "Remove the line.");
        return null;
    }

    private static SyntaxProblem? TryQuotes(SourceText source, SyntaxFailure failure)
    {
        if (!failure.Reason.Contains("quoted scalar", StringComparison.Ordinal))
            return null;
        string line = source.Line(failure.Start.Line);
        int index = failure.Start.Column - 1;
        string quote = index < line.Length && line[index] is '\'' or '"' ? line[index].ToString() : "\"";
        return Syntax(
            failure.Start with { Length = 1 },
            $"The quote `{quote}` that starts here is never closed.",
            $"Put `{quote}` at the end of the value, on the same line.");
    }

    private static SyntaxProblem? TryBrackets(string[] lines, SyntaxFailure failure)
    {
        bool inBrackets = failure.Reason.Length == 0 || failure.Reason.Contains("flow", StringComparison.Ordinal);
        if (!inBrackets)
            return failure.Reason.Contains("expected node content", StringComparison.Ordinal) && Stray().IsMatch(lines[failure.Start.Line - 1].AsSpan(failure.Start.Column - 1))
                ? Syntax(
                    failure.Start with { Length = 1 },
                    $"`{lines[failure.Start.Line - 1][failure.Start.Column - 1]}` closes or separates something that was never opened.",
                    "Remove it, or put the value in single quotes.")
                : null;
        for (int line = failure.Start.Line; line >= 1; line--)
            if (UnclosedBracket(lines[line - 1]) is >= 0 and var index)
            {
                char open = lines[line - 1][index];
                return Syntax(
                    new SourceSpan(line, index + 1, 1),
                    $"The bracket `{open}` that opens here is never closed.",
                    $"Put `{(open == '[' ? ']' : '}')}` behind the last value, and a comma between two values. If the bracket is part of a text, put the text in quotes.");
            }
        return Syntax(failure.End, "Between two values in brackets there is no comma here.", "Write a comma, or the closing bracket.");
    }

    // The outermost bracket that its own line does not close; text in quotes does not count.
    private static int UnclosedBracket(string line)
    {
        Stack<int> open = new();
        char quote = '\0';
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'')
                quote = c;
            else if (c is '[' or '{')
                open.Push(i);
            else if (c is ']' or '}' && open.Count > 0)
                open.Pop();
        }
        return open.Count > 0 ? open.Last() : -1;
    }

    internal static SyntaxProblem Syntax(SourceSpan span, string message, string fix) => new(
        DiagnosticRules.YamlSyntax,
        span,
        message,
        fix);

    [GeneratedRegex(@"^[\]},]", RegexOptions.NonBacktracking)]
    private static partial Regex Stray();
}
