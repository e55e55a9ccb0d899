using Aion.Project.Model;

namespace Aion.Project.Configuration;

/// <summary>One entry of <c>dependsOn</c>.</summary>
internal sealed record DependencyConfig(Written<string> Name, Written<DependencyCondition>? Condition, Written<bool>? Restart);
