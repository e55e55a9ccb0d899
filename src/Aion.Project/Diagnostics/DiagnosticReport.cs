using System.Text.Json;

namespace Aion.Project.Diagnostics;

/// <summary>What <c>aionctl validate --output json</c> prints: every finding of one file. Shape: docs/diagnostics.md.</summary>
public sealed record DiagnosticReport
{
    /// <summary>The file name as the caller gave it.</summary>
    public required string File { get; init; }

    /// <summary>Whether there is no error.</summary>
    public required bool Valid { get; init; }

    /// <summary>Number of errors.</summary>
    public required int Errors { get; init; }

    /// <summary>Number of warnings.</summary>
    public required int Warnings { get; init; }

    /// <summary>Sorted by position.</summary>
    public required IReadOnlyList<Diagnostic> Diagnostics { get; init; }

    /// <summary>The report of one compilation.</summary>
    public static DiagnosticReport From(string file, CompilationResult result)
    {
        int errors = result.Diagnostics.Count(d => d.Severity == DiagnosticSeverity.Error);
        return new DiagnosticReport
        {
            File = file,
            Valid = result.Succeeded,
            Errors = errors,
            Warnings = result.Diagnostics.Count - errors,
            Diagnostics = result.Diagnostics,
        };
    }

    /// <summary>One line of JSON; letters of every language are written as they are.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DiagnosticJson.Readable.DiagnosticReport);
}
