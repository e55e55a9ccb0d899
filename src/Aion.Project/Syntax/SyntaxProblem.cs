using Aion.Project.Diagnostics;

namespace Aion.Project.Syntax;

/// <summary>A syntax error in the words of the person who wrote the file.</summary>
internal sealed record SyntaxProblem(DiagnosticRule Rule, SourceSpan Span, string Message, string Fix);
