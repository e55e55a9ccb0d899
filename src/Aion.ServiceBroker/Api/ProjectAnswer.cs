using Aion.Project.Diagnostics;

namespace Aion.ServiceBroker.Api;

/// <summary>Answer of <c>POST /api/v1/apply</c> and <c>/plan</c>.</summary>
/// <param name="Generation">Generation in force.</param>
/// <param name="Changed">Whether the project differs from the one before.</param>
/// <param name="Steps">What happens, instance by instance.</param>
/// <param name="Diagnostics">Warnings; errors are a 422 instead.</param>
public sealed record ProjectAnswer(
    long Generation, bool Changed, IReadOnlyList<ProjectStep> Steps, IReadOnlyList<Diagnostic> Diagnostics);
