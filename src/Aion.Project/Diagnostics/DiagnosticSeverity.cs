using System.Text.Json.Serialization;

namespace Aion.Project.Diagnostics;

/// <summary>Whether a project with this finding can run.</summary>
public enum DiagnosticSeverity
{
    /// <summary>It runs, but probably not as meant.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>It does not run until this is corrected.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}
