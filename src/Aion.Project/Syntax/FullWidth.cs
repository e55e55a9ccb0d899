using Aion.Project.Diagnostics;

namespace Aion.Project.Syntax;

/// <summary>
/// Characters that look like YAML's own but are not: what Japanese input methods and word processors put in the place of
/// colons, spaces, dashes and quotes.
/// </summary>
internal static class FullWidth
{
    private static readonly Dictionary<char, string> Meant = new()
    {
        ['：'] = "`: ` (colon and space)",
        ['　'] = "spaces",
        ['\u00A0'] = "spaces",
        ['－'] = "`-`",
        ['“'] = "`\"`",
        ['”'] = "`\"`",
        ['‘'] = "`'`",
        ['’'] = "`'`",
    };

    /// <summary>Index of the first such character from <paramref name="start"/> on, or -1.</summary>
    public static int IndexIn(string text, int start = 0)
    {
        for (int i = start; i < text.Length; i++)
            if (Meant.ContainsKey(text[i]))
                return i;
        return -1;
    }

    /// <summary>Index of a space-like character at the start or the end of a text, or of a dash that was to start a list entry; or -1.</summary>
    public static int IndexAtEdge(string text) =>
        text.Length == 0 ? -1
        : text[0] is '　' or '\u00A0' || (text[0] is '－' && text.Length > 1 && char.IsWhiteSpace(text[1])) ? 0
        : text[^1] is '　' or '\u00A0' ? text.Length - 1
        : -1;

    /// <summary>The problem to report for a character.</summary>
    public static SyntaxProblem Problem(char character, SourceSpan span)
    {
        string name = character is '　' ? "a full-width space" : character is '\u00A0' ? "a no-break space" : $"the full-width character `{character}`";
        return new SyntaxProblem(
            DiagnosticRules.FullWidthCharacter,
            span,
            $"There is {name} here, which YAML takes for a letter.",
            $"Write {Meant[character]} instead, typed with the input method switched off.");
    }
}
