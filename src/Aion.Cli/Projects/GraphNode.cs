namespace Aion.Cli.Projects;

/// <summary>A service.</summary>
internal sealed record GraphNode(string Name, int Scale, bool Startup, bool WithoutKanban);
