namespace Aion.Sidecar.CloudEvents;

/// <summary>What an envelope says beside the data.</summary>
internal readonly record struct WrapContext(
    EventDestination Destination, TraceContext Trace, IReadOnlyDictionary<string, string> Metadata, DateTimeOffset Now, DateTimeOffset? Expiration);
