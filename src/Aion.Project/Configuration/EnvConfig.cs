namespace Aion.Project.Configuration;

/// <summary>One environment variable.</summary>
internal sealed record EnvConfig(Written<string> Name, Written<string> Value);
