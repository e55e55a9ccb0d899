namespace Aion.Sidecar.Components;

/// <summary>A subscription that a Subscription YAML declares.</summary>
/// <param name="PubSubName">The component.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Route">The path (HTTP) that takes the messages.</param>
/// <param name="DeadLetterTopic">Where a message goes that the app drops or that cannot be delivered; null: nowhere.</param>
/// <param name="BulkMaxMessages">Bulk subscribe: the most messages in one call; 0: bulk is off.</param>
/// <param name="BulkMaxAwait">Bulk subscribe: how long a batch may wait to fill.</param>
/// <param name="Metadata">Subscription metadata such as rawPayload.</param>
public sealed record DeclarativeSubscription(
    string PubSubName, string Topic, string Route, string? DeadLetterTopic, int BulkMaxMessages, TimeSpan BulkMaxAwait, IReadOnlyDictionary<string, string> Metadata);
