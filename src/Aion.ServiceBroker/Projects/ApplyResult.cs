using Aion.Project.Planning;

namespace Aion.ServiceBroker.Projects;

/// <summary>What an apply did, or a plan would do.</summary>
/// <param name="Generation">The generation now in force.</param>
/// <param name="Changed">Whether the project differs from the one before.</param>
/// <param name="Steps">Instance by instance.</param>
public sealed record ApplyResult(long Generation, bool Changed, IReadOnlyList<InstanceStep> Steps);
