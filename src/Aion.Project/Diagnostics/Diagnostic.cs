namespace Aion.Project.Diagnostics;

/// <summary>One finding in a project file. Catalogue of the codes: docs/diagnostics.md.</summary>
/// <param name="Code"><c>AION</c> and three digits. A code never changes its meaning.</param>
/// <param name="Severity">Errors leave no model behind; warnings do.</param>
/// <param name="File">The file name as the caller gave it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 code units.</param>
/// <param name="Length">Code units on that line; 0 when not known.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Fix">What to write instead.</param>
public sealed record Diagnostic(
    string Code, DiagnosticSeverity Severity, string File, int Line, int Column, int Length, string Message, string Fix)
{
    /// <summary><c>project.yml:3:5: error AION020: ... ...</c>, the form that editors and CI systems link to the place.</summary>
    public override string ToString() =>
        $"{File}:{Line}:{Column}: {(Severity == DiagnosticSeverity.Error ? "error" : "warning")} {Code}: {Message} {Fix}";
}
