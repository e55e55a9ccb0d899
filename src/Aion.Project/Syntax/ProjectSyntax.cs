using Aion.Project.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Aion.Project.Syntax;

/// <summary>
/// Parses a project file into its tree. The YAML parser stops at its first error; to report every error in one run, the
/// line that is wrong is blanked and the file is parsed again.
/// </summary>
internal static class ProjectSyntax
{
    private const int MaximumAttempts = 25;

    /// <summary>The root map, or null when there is none. <paramref name="broken"/>: the tree lacks lines that were wrong.</summary>
    public static MapNode? Parse(SourceText source, DiagnosticBag bag, out bool broken)
    {
        string[] lines = [.. source.Lines];
        broken = false;
        bool levelsAreKnown = true;
        int lastWrongLine = -1;
        for (int attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            SyntaxAttempt result = SyntaxAttempt.Run(new SourceText(string.Join('\n', lines)), bag, report: !broken);
            if (result.Failure is null)
                return levelsAreKnown ? Root(result, bag, broken) : null;
            broken = true;
            SyntaxProblem problem = SyntaxErrorExplainer.Explain(source, lines, result.Failure);
            if (problem.Rule == DiagnosticRules.TabIndentation)
            {
                levelsAreKnown &= TabIndentation.ReportAndReplace(lines, bag);
                continue;
            }
            // The line after a blanked one often breaks only because of it.
            if (lastWrongLine < 0 || !IsNextLine(lines, lastWrongLine, problem.Span.Line))
                bag.Add(problem.Rule, problem.Span, problem.Message, problem.Fix);
            if (lines[problem.Span.Line - 1].Length == 0)
                return null;
            lines[problem.Span.Line - 1] = "";
            lastWrongLine = problem.Span.Line;
        }
        return null;
    }

    private static bool IsNextLine(string[] lines, int before, int line) =>
        line > before && lines[before..(line - 1)].All(l => l.AsSpan().Trim().IsEmpty);

    private static MapNode? Root(SyntaxAttempt result, DiagnosticBag bag, bool broken)
    {
        if (result.Root is MapNode map && (map.Entries.Count > 0 || broken))
            return map;
        if (broken || bag.HasErrors)
            return null;
        if (result.Root is null or ScalarNode { IsNull: true } or MapNode)
            bag.Add(
                DiagnosticRules.EmptyDocument,
                SourceSpan.FileStart,
                "There is nothing in this file.",
                "Start with `microservices:` and, below it and indented, the name of the first microservice.");
        else
            bag.Add(
                DiagnosticRules.WrongType,
                result.Root.Span,
                $"A project is a map of keys, but this file holds {result.Root.Kind}.",
                "Start with `microservices:` and, below it and indented, the name of the first microservice.");
        return null;
    }
}
