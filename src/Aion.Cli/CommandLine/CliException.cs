namespace Aion.Cli.CommandLine;

/// <summary>Ends a command with a sentence for the user and an exit code; never shown with a stack trace.</summary>
internal sealed class CliException(ExitCode exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public ExitCode ExitCode { get; } = exitCode;
}
