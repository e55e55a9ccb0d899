using System.Collections.Frozen;
using Aion.Sidecar.Components.PubSub.InMemory;
using Aion.Sidecar.Components.State.InMemory;

namespace Aion.Sidecar.Components.Loading;

/// <summary>Every value that spec.type may have.</summary>
internal static class ComponentTypes
{
    private static readonly string[] StateCapabilities = ["ETAG", "TRANSACTIONAL", "TTL"];

    public static FrozenDictionary<string, ComponentType> All { get; } = new Dictionary<string, ComponentType>
    {
        ["state.in-memory"] = new(StateCapabilities, ReadInMemoryState),
        ["pubsub.in-memory"] = new([], ReadInMemoryPubSub),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static ComponentType.Open ReadInMemoryState(MetadataReader metadata)
    {
        AllowStateNames(metadata);
        return (context, _) => ValueTask.FromResult<object>(new InMemoryStateStore(context.TimeProvider));
    }

    private static ComponentType.Open ReadInMemoryPubSub(MetadataReader metadata)
    {
        AllowPubSubNames(metadata);
        return (context, _) => ValueTask.FromResult<object>(new InMemoryPubSub(context.TimeProvider));
    }

    /// <summary>Metadata of every state store that the API layer reads.</summary>
    private static void AllowStateNames(MetadataReader metadata) => metadata.Allow("keyPrefix", "actorStateStore");

    /// <summary>Metadata of every pub/sub that the API layer reads.</summary>
    private static void AllowPubSubNames(MetadataReader metadata) =>
        metadata.Allow("consumerID", "publishingScopes", "subscriptionScopes", "allowedTopics", "protectedTopics");
}
