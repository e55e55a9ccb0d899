namespace Aion.Cli.Terminal;

/// <summary>The JSON document of a command that failed.</summary>
internal sealed record FailureReport(FailureDetails Error);
