using System.Text.Json;
using Aion.Sidecar.Components.Loading;
using Aion.Sidecar.Json;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Actors.Hosting;

/// <summary>
/// {"entities":[..],"actorIdleTimeout":"1h","drainOngoingCallTimeout":"30s","drainRebalancedActors":true,
/// "reentrancy":{"enabled":true,"maxStackDepth":32},"entitiesConfig":[{"entities":[..], the same keys}]}
/// </summary>
/// <remarks>https://docs.dapr.io/reference/api/actors_api/#get-registered-actors; remindersStoragePartitions has no effect any more.</remarks>
internal sealed class ActorConfigJson(string appId, ILogger logger)
{
    /// <summary>The actor types of the app; empty: it hosts none.</summary>
    /// <exception cref="JsonException">The body is no JSON.</exception>
    public IReadOnlyDictionary<string, ActorTypeConfig> Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var common = Settings(root, ActorTypeConfig.Default);
        var types = Entities(root).Distinct(StringComparer.Ordinal).ToDictionary(type => type, _ => common, StringComparer.Ordinal);
        if (root.Property("entitiesConfig") is not { ValueKind: JsonValueKind.Array } overrides)
            return types;
        foreach (var item in overrides.EnumerateArray())
        {
            // As in daprd, what an item leaves out is the default and not the app's common setting; but for the drain.
            var own = Settings(item, ActorTypeConfig.Default with { DrainTimeout = common.DrainTimeout });
            foreach (var type in Entities(item))
            {
                if (types.ContainsKey(type))
                    types[type] = own;
                else
                    Log.ConfigOfForeignType(logger, appId, type);
            }
        }

        return types;
    }

    private static IEnumerable<string> Entities(JsonElement element) =>
        element.Property("entities") is { ValueKind: JsonValueKind.Array } entities
            ? entities.EnumerateArray().Where(entity => entity.ValueKind == JsonValueKind.String).Select(entity => entity.GetString()!)
            : [];

    private ActorTypeConfig Settings(JsonElement element, ActorTypeConfig missing)
    {
        var drain = element.Property("drainRebalancedActors") is { ValueKind: JsonValueKind.False }
            ? TimeSpan.Zero
            : Duration(element, "drainOngoingCallTimeout", missing.DrainTimeout);
        return new ActorTypeConfig(Duration(element, "actorIdleTimeout", missing.IdleTimeout), drain, StackDepth(element));
    }

    private static int StackDepth(JsonElement element)
    {
        if (element.Property("reentrancy") is not { } reentrancy || reentrancy.Property("enabled") is not { ValueKind: JsonValueKind.True })
            return 0;
        return reentrancy.Property("maxStackDepth") is { ValueKind: JsonValueKind.Number } depth && depth.TryGetInt32(out var most) && most > 0
            ? most
            : ActorTypeConfig.DefaultStackDepth;
    }

    private TimeSpan Duration(JsonElement element, string name, TimeSpan missing)
    {
        if (element.StringOrNull(name) is not { Length: > 0 } text)
            return missing;
        if (GoDuration.TryParse(text, TimeSpan.Zero, out var duration))
            return duration;
        Log.ConfigDuration(logger, appId, name, text, missing);
        return missing;
    }
}
