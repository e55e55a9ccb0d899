using Aion.Cli.Terminal;
using Aion.Project.Diagnostics;
using Spectre.Console;

namespace Aion.Cli.Projects;

/// <summary>Shows diagnostics with the line of the file and a caret under the place.</summary>
internal static class DiagnosticText
{
    public static void Write(CommandOutput output, IReadOnlyList<Diagnostic> diagnostics)
    {
        var sources = new Dictionary<string, string[]>();
        foreach (var diagnostic in diagnostics)
        {
            if (!sources.TryGetValue(diagnostic.File, out var lines))
            {
                sources[diagnostic.File] = lines = File.Exists(diagnostic.File) ? File.ReadAllLines(diagnostic.File) : [];
            }
            Write(output, diagnostic, diagnostic.Line <= lines.Length && diagnostic.Line > 0 ? lines[diagnostic.Line - 1] : null);
        }
        output.Line(Summary(diagnostics));
    }

    public static string Summary(IReadOnlyList<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return $"{Count(errors, "error")}, {Count(diagnostics.Count - errors, "warning")}";
    }

    private static void Write(CommandOutput output, Diagnostic diagnostic, string? source)
    {
        var (severity, colour) = diagnostic.Severity == DiagnosticSeverity.Error ? ("error", "red") : ("warning", "yellow");
        var place = $"{diagnostic.File}:{diagnostic.Line}:{diagnostic.Column}";
        output.Line(
            $"{place}: {severity} {diagnostic.Code}: {diagnostic.Message}",
            $"[bold]{place.EscapeMarkup()}[/] [{colour}]{severity} {diagnostic.Code}[/] {diagnostic.Message.EscapeMarkup()}");
        if (source is not null)
        {
            WriteSource(output, diagnostic, source, colour);
        }
        if (diagnostic.Fix.Length > 0)
        {
            output.Line($"      = {diagnostic.Fix}", $"      [dim]=[/] {diagnostic.Fix.EscapeMarkup()}");
        }
        output.Line();
    }

    private static void WriteSource(CommandOutput output, Diagnostic diagnostic, string source, string colour)
    {
        // Tabs stay in the indentation, so that the caret stands under the place whatever their width is.
        var before = source[..Math.Min(diagnostic.Column - 1, source.Length)];
        var indent = string.Concat(before.Select(letter => letter == '\t' ? '\t' : ' '));
        var length = Math.Clamp(diagnostic.Length, 1, Math.Max(1, source.Length - before.Length));
        var caret = new string('^', length);
        output.Line($"{diagnostic.Line,5} | {source}", $"[dim]{diagnostic.Line,5} |[/] {source.EscapeMarkup()}");
        output.Line($"      | {indent}{caret}", $"[dim]      |[/] {indent}[{colour}]{caret}[/]");
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
