namespace Aion.Project.Diagnostics;

/// <summary>One kind of finding: what a code stands for, whatever the words of the single message are.</summary>
/// <param name="Code"><c>AION</c> and three digits.</param>
/// <param name="Severity">The same for every finding of the rule.</param>
/// <param name="Title">Short name, the heading in docs/diagnostics.md.</param>
public sealed record DiagnosticRule(string Code, DiagnosticSeverity Severity, string Title);
