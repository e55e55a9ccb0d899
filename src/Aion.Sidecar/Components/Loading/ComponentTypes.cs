using System.Collections.Frozen;
using Aion.Sidecar.Components.Bindings.LocalStorage;
using Aion.Sidecar.Components.PubSub.InMemory;
using Aion.Sidecar.Components.PubSub.Redis;
using Aion.Sidecar.Components.PubSub.Sqlite;
using Aion.Sidecar.Components.Redis;
using Aion.Sidecar.Components.Secrets.Local;
using Aion.Sidecar.Components.State.InMemory;
using Aion.Sidecar.Components.State.Redis;
using Aion.Sidecar.Components.State.Sqlite;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Components.Loading;

/// <summary>Every value that spec.type may have.</summary>
internal static class ComponentTypes
{
    private static readonly string[] StateCapabilities = ["ETAG", "TRANSACTIONAL", "TTL"];

    public static FrozenDictionary<string, ComponentType> All { get; } = new Dictionary<string, ComponentType>
    {
        ["state.in-memory"] = new(StateCapabilities, ReadInMemoryState),
        ["state.sqlite"] = new(StateCapabilities, ReadSqliteState),
        ["pubsub.in-memory"] = new([], ReadInMemoryPubSub),
        ["pubsub.sqlite"] = new([], ReadSqlitePubSub),
        ["state.redis"] = new(StateCapabilities, ReadRedisState),
        ["pubsub.redis"] = new([], ReadRedisPubSub),
        ["bindings.localstorage"] = new([], ReadLocalStorage),
        ["secretstores.local.env"] = new([], ReadLocalEnv),
        ["secretstores.local.file"] = new([], ReadLocalFile),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static ComponentType.Open ReadInMemoryState(MetadataReader metadata)
    {
        AllowStateNames(metadata);
        return (context, _) => ValueTask.FromResult<object>(new InMemoryStateStore(context.TimeProvider));
    }

    private static ComponentType.Open ReadSqliteState(MetadataReader metadata)
    {
        AllowStateNames(metadata);
        var settings = SqliteStateSettings.Read(metadata);
        return async (context, cancellation) =>
            await SqliteStateStore.OpenAsync(context.OpenDatabase(settings.Path), settings, context.TimeProvider, cancellation);
    }

    private static ComponentType.Open ReadInMemoryPubSub(MetadataReader metadata)
    {
        AllowPubSubNames(metadata);
        return (context, _) => ValueTask.FromResult<object>(new InMemoryPubSub(context.TimeProvider));
    }

    private static ComponentType.Open ReadSqlitePubSub(MetadataReader metadata)
    {
        AllowPubSubNames(metadata);
        var settings = SqlitePubSubSettings.Read(metadata);
        return async (context, cancellation) =>
            await SqlitePubSub.OpenAsync(metadata.ComponentName, context.OpenDatabase(settings.Path), settings, context.TimeProvider, cancellation);
    }

    private static ComponentType.Open ReadRedisState(MetadataReader metadata)
    {
        AllowStateNames(metadata);
        metadata.Allow("queryIndexes");
        var connection = RedisSettings.Read(metadata);
        var seconds = metadata.Integer("ttlInSeconds", 0, -1);
        var life = seconds > 0 ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        return async (context, _) => new RedisStateStore(await connection.ConnectAsync(), life, context.TimeProvider);
    }

    private static ComponentType.Open ReadRedisPubSub(MetadataReader metadata)
    {
        AllowPubSubNames(metadata);
        var settings = RedisPubSubSettings.Read(metadata);
        return async (context, _) => new RedisPubSub(
            await settings.Connection.ConnectAsync(), settings, context.TimeProvider, context.LoggerFactory.CreateLogger("Aion.Sidecar.Components.PubSub.Redis"));
    }

    private static ComponentType.Open ReadLocalStorage(MetadataReader metadata)
    {
        var settings = LocalStorageSettings.Read(metadata);
        return (context, _) => ValueTask.FromResult<object>(new LocalStorageBinding(context.Resolve(settings.RootPath)));
    }

    private static ComponentType.Open ReadLocalEnv(MetadataReader metadata)
    {
        var prefix = metadata.Optional("prefix") ?? "";
        return (_, _) => ValueTask.FromResult<object>(new LocalEnvSecretStore(prefix));
    }

    private static ComponentType.Open ReadLocalFile(MetadataReader metadata)
    {
        var file = metadata.Required("secretsFile");
        var separator = metadata.Optional("nestedSeparator") ?? ":";
        var multiValued = metadata.Boolean("multiValued", false);
        return async (context, cancellation) => await LocalFileSecretStore.OpenAsync(context.Resolve(file), separator, multiValued, cancellation);
    }

    /// <summary>Metadata of every state store that the API layer reads.</summary>
    private static void AllowStateNames(MetadataReader metadata) => metadata.Allow("keyPrefix", "actorStateStore");

    /// <summary>Metadata of every pub/sub that the API layer reads.</summary>
    private static void AllowPubSubNames(MetadataReader metadata) =>
        metadata.Allow("consumerID", "publishingScopes", "subscriptionScopes", "allowedTopics", "protectedTopics");
}
