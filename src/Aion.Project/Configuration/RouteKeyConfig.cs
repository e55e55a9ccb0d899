namespace Aion.Project.Configuration;

/// <summary>One connection key under <c>nextService</c>.</summary>
internal sealed record RouteKeyConfig(Written<string> Key, IReadOnlyList<RouteConfig> Routes);
