namespace Aion.Project.Configuration;

/// <summary>The map <c>resources</c>.</summary>
internal sealed record ResourcesConfig(AmountsConfig? Requests, AmountsConfig? Limits);
