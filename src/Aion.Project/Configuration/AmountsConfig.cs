namespace Aion.Project.Configuration;

/// <summary><c>requests</c> or <c>limits</c>.</summary>
internal sealed record AmountsConfig(Written<string>? Memory, Written<string>? Cpu);
