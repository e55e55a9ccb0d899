namespace Aion.Sidecar.Subscriptions;

/// <summary>A subscription of an app, however it was made.</summary>
internal sealed record SubscriptionModel(string PubSubName, string Topic, SubscriptionKind Kind)
{
    /// <summary>The path (HTTP) or TopicEventRequest.path (gRPC) of its events.</summary>
    public string Route { get; init; } = "";

    /// <summary>Where events go that are dropped or never taken; null: nowhere.</summary>
    public string? DeadLetterTopic { get; init; }

    /// <summary>Bulk subscribe: the most events in one call; 0: one event per call.</summary>
    public int BulkMaxMessages { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The messages are no envelopes: each is wrapped for the app.</summary>
    public bool IsRaw => Metadata.TryGetValue("rawPayload", out var raw) && (raw == "1" || raw.Equals("true", StringComparison.OrdinalIgnoreCase));
}
