namespace Aion.Cli.CommandLine;

/// <summary>The JSON document of <c>aionctl version</c>.</summary>
internal sealed record VersionReport(string Version, string Runtime, string Platform);
