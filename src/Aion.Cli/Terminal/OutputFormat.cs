namespace Aion.Cli.Terminal;

/// <summary>Who reads standard output.</summary>
internal enum OutputFormat
{
    /// <summary>A person.</summary>
    Text,

    /// <summary>A program.</summary>
    Json,
}
