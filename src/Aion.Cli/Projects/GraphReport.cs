namespace Aion.Cli.Projects;

/// <summary>The JSON document of <c>aionctl graph</c>.</summary>
internal sealed record GraphReport(string Device, IReadOnlyList<GraphNode> Services, IReadOnlyList<GraphEdge> Routes);
