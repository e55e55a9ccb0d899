namespace Aion.Cli.Hosting;

/// <summary>What to do about ports that are taken.</summary>
internal enum PortPolicy
{
    /// <summary>Say who holds them, and end.</summary>
    Default,

    /// <summary>Take free ones.</summary>
    Auto,
}
