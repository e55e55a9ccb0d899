namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>Asks for a sidecar for one instance.</summary>
/// <param name="AppId">Dapr app id, <c>judge-001</c>.</param>
/// <param name="AppPort">Port of the app channel, or null for none.</param>
/// <param name="AppProtocol"><c>http</c> or <c>grpc</c>.</param>
public sealed record SidecarRequest(string AppId, int? AppPort, string AppProtocol)
{
    /// <summary>The topic of the queue that the instance subscribes to by itself; null: it does not.</summary>
    public string? Queue { get; init; }

    /// <summary>
    /// The variables that a process still running from an earlier run was given, or null. A launcher that can serve at
    /// the same addresses again does so and returns the same variables; otherwise the process cannot be adopted.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Previous { get; init; }
}
