using Aion.Project.Diagnostics;
using Aion.Project.Model;

namespace Aion.Project;

/// <summary>What a compilation found.</summary>
/// <param name="Project">The model; null exactly when there is an error among the diagnostics.</param>
/// <param name="Diagnostics">Everything found, sorted by position.</param>
public sealed record CompilationResult(ProjectModel? Project, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether the project can run.</summary>
    public bool Succeeded => Project is not null;
}
