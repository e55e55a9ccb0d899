namespace Aion.ServiceBroker.Api;

/// <summary>What waits for other devices.</summary>
/// <param name="Waiting">In all; null while the state store does not answer.</param>
/// <param name="Devices">By device.</param>
public sealed record OutboxStatus(int? Waiting, IReadOnlyDictionary<string, int> Devices);
