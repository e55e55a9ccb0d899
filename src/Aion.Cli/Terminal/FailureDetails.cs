namespace Aion.Cli.Terminal;

/// <summary>Name and number of the exit code, and the sentence that people see.</summary>
internal sealed record FailureDetails(string Code, int ExitCode, string Message);
