namespace Aion.Cli.Hosting;

/// <summary>The JSON document of <c>aionctl down</c>: what was stopped.</summary>
internal sealed record DownReport(int Pid, string Project);
