using Aion.Cli.HostLogging;

namespace Aion.Cli.Hosting;

/// <summary>What a platform is started with.</summary>
/// <param name="Home">Its folder.</param>
/// <param name="Ports">Where it listens.</param>
/// <param name="Components">Folders of Dapr component files.</param>
/// <param name="Log">Where its apps log.</param>
/// <param name="Time">The clock.</param>
internal sealed record PlatformOptions(AionHome Home, PlatformPorts Ports, IReadOnlyList<string> Components, HostLog Log, TimeProvider Time)
{
    /// <summary>Further settings of service-broker. Default: none.</summary>
    public IReadOnlyDictionary<string, string?> BrokerSettings { get; init; } = new Dictionary<string, string?>();
}
