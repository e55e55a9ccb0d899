using Aion.Project.Diagnostics;

namespace Aion.Cli.Projects;

/// <summary>The JSON document of <c>aionctl validate</c>.</summary>
internal sealed record ValidationReport(string File, bool Valid, int Errors, int Warnings, IReadOnlyList<Diagnostic> Diagnostics);
