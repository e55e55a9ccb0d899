namespace Aion.Sidecar.Subscriptions;

/// <summary>How a subscription came about; the metadata API tells it.</summary>
internal enum SubscriptionKind
{
    Declarative,
    Programmatic,
    Streaming,
}
