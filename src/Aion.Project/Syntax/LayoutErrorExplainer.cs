using System.Text.RegularExpressions;
using Aion.Project.Diagnostics;

namespace Aion.Project.Syntax;

/// <summary>Explains failures of the layout: colons, dashes and indentation.</summary>
internal static partial class LayoutErrorExplainer
{
    /// <summary>A look-alike character on the line of the failure, or on the line before it that was read as text.</summary>
    public static SyntaxProblem? TryFullWidth(string[] lines, SyntaxFailure failure)
    {
        foreach (int line in (int[])[failure.End.Line, failure.Start.Line, Previous(lines, failure.Start.Line)])
        {
            string text = line >= 1 ? lines[line - 1] : "";
            int index = FullWidth.IndexIn(text);
            int comment = text.IndexOf('#', StringComparison.Ordinal);
            if (index >= 0 && (comment < 0 || index < comment))
                return FullWidth.Problem(text[index], new SourceSpan(line, index + 1, 1));
        }
        return null;
    }

    public static SyntaxProblem? TryExplain(string[] lines, SyntaxFailure failure)
    {
        int line = failure.End.Line;
        if (failure.Reason.Contains("Block sequence entries", StringComparison.Ordinal))
            return Problem(
                lines,
                line,
                "A list cannot start on the line of its key.",
                "Put each `- value` on a line of its own below the key.",
                failure.End.Column,
                1);
        if (failure.Reason.Contains("multiline plain scalar", StringComparison.Ordinal))
            return KeyBefore(lines, line);
        if (failure.Reason.Contains("invalid mapping", StringComparison.Ordinal) || failure.Reason.Contains("Mapping values", StringComparison.Ordinal))
            return SecondColon(lines, failure);
        if (failure.Reason.Contains("expected '-' indicator", StringComparison.Ordinal))
            return Problem(
                lines,
                line,
                "The lines above are a list, but this line has no dash.",
                "Start it with `- `, indent it exactly as the keys of the entry above, or move it out to the level of the key that it belongs to.");
        if (failure.Reason.Contains("expected key", StringComparison.Ordinal))
            return ExpectedKey(lines, failure);
        return null;
    }

    // `key:value` above, or a line without any colon, was taken for the start of a longer text.
    private static SyntaxProblem KeyBefore(string[] lines, int line)
    {
        int before = Previous(lines, line);
        if (before < 1 || KeyLine().IsMatch(lines[before - 1]))
            return Problem(lines, line, "This key does not fit the line above.", "Give the keys of one map the same indentation.");
        return MissingColon(lines, before);
    }

    private static SyntaxProblem MissingColon(string[] lines, int line)
    {
        Match glued = GluedColon().Match(lines[line - 1]);
        return glued.Success
            ? Problem(
                lines,
                line,
                "There is no space behind the colon.",
                $"Write `{glued.Groups["key"].Value}: {glued.Groups["value"].Value}`.",
                glued.Groups["colon"].Index + 1,
                1)
            : Problem(lines, line, "This line has no colon, so it is not a key.", "Write `key: value`, or `- value` in a list.");
    }

    private static SyntaxProblem SecondColon(string[] lines, SyntaxFailure failure)
    {
        int line = failure.End.Line;
        string text = lines[line - 1];
        int before = Previous(lines, line);
        bool firstColonOfLine = KeyLine().Match(text) is { Success: true } key && key.Groups["colon"].Index >= failure.End.Column - 1;
        if (firstColonOfLine && before >= 1 && Indentation(text) > Indentation(lines[before - 1]))
            return KeyWithValue().IsMatch(lines[before - 1])
                ? Problem(
                    lines,
                    line,
                    "This line is indented deeper than the line above, which already has a value.",
                    "Give it the same indentation as the line above.")
                : MissingColon(lines, before);
        return Problem(
            lines,
            line,
            "The value holds a colon followed by a space, which would start another key.",
            "Put the whole value in quotes.",
            failure.End.Column,
            1);
    }

    private static SyntaxProblem ExpectedKey(string[] lines, SyntaxFailure failure)
    {
        int line = failure.Start.Line;
        string text = lines[line - 1];
        int before = Previous(lines, line);
        if (text.AsSpan(0, Math.Min(failure.Start.Column - 1, text.Length)).ContainsAny('\'', '"'))
            return Problem(
                lines,
                line,
                "There is text behind the closing quote.",
                "Put the quotes around the whole value; in single quotes write a quote as two: `''`.",
                failure.Start.Column,
                1);
        if (text.TrimStart().StartsWith("- ", StringComparison.Ordinal))
            return Problem(
                lines,
                line,
                "A list entry stands among keys.",
                "Put it below a key that ends with a colon, or remove the dash.");
        if (before >= 1 && KeyLine().IsMatch(text) && Indentation(text) != Indentation(lines[before - 1]))
            return Problem(
                lines,
                line,
                "The indentation of this line does not match any line above.",
                "Indent it exactly as the other keys of the same map.");
        return KeyLine().IsMatch(text)
            ? Problem(lines, line, "This line does not continue the map above.", "Check the indentation and the quotes of the lines above.")
            : MissingColon(lines, line);
    }

    private static SyntaxProblem Problem(string[] lines, int line, string message, string fix, int column = 0, int length = 0)
    {
        int indentation = Indentation(lines[line - 1]);
        SourceSpan span = column > 0 ? new(line, column, length) : new(
            line,
            indentation + 1,
            lines[line - 1].TrimEnd().Length - indentation);
        return SyntaxErrorExplainer.Syntax(span, message, fix);
    }

    private static int Indentation(string line) => line.Length - line.TrimStart(' ').Length;

    private static int Previous(string[] lines, int line)
    {
        do
            line--;
        while (line >= 1 && (lines[line - 1].AsSpan().Trim().IsEmpty || lines[line - 1].AsSpan().TrimStart().StartsWith("#")));
        return line;
    }

    [GeneratedRegex(@"^\s*(- )?\s*[^\s:#][^:#]*(?<colon>:)(\s|$)", RegexOptions.NonBacktracking)]
    private static partial Regex KeyLine();

    [GeneratedRegex(@"^\s*(- )?\s*[^\s:#][^:#]*:\s+[^\s#]", RegexOptions.NonBacktracking)]
    private static partial Regex KeyWithValue();

    [GeneratedRegex(@"^\s*(- )?\s*(?<key>[A-Za-z_][\w.-]*)(?<colon>:)(?<value>\S.*?)\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex GluedColon();
}
