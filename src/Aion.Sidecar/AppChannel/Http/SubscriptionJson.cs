using System.Text.Json;
using Aion.Sidecar.Subscriptions;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.AppChannel.Http;

/// <summary>
/// The answer to GET /dapr/subscribe: [{"pubsubname","topic","route" or "routes":{"default"},"deadLetterTopic","metadata",
/// "bulkSubscribe":{"enabled","maxMessagesCount"}}].
/// </summary>
/// <remarks>https://docs.dapr.io/reference/api/pubsub_api/</remarks>
internal sealed class SubscriptionJson(string appId, ILogger logger)
{
    private const int DefaultBulkMessages = 100;

    public IReadOnlyList<SubscriptionModel> Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.ValueKind == JsonValueKind.Null)
            return [];
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            throw new JsonException("the answer must be an array");
        return [.. document.RootElement.EnumerateArray().Select(ReadOne).OfType<SubscriptionModel>()];
    }

    private SubscriptionModel? ReadOne(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new JsonException("a subscription must be an object");
        var (pubSub, topic) = (Text(element, "pubsubname"), Text(element, "topic"));
        var route = Property(element, "routes") is { ValueKind: JsonValueKind.Object } routes ? Text(routes, "default") : "";
        if (route.Length == 0)
            route = Text(element, "route");
        if (route.Length == 0)
        {
            Log.NoRoute(logger, appId, topic, pubSub);
            return null;
        }

        return new SubscriptionModel(pubSub, topic, SubscriptionKind.Programmatic)
        {
            Route = route,
            DeadLetterTopic = Text(element, "deadLetterTopic") is { Length: > 0 } dead ? dead : null,
            BulkMaxMessages = Bulk(element),
            Metadata = Metadata(element),
        };
    }

    private static int Bulk(JsonElement element)
    {
        if (Property(element, "bulkSubscribe") is not { ValueKind: JsonValueKind.Object } bulk
            || Property(bulk, "enabled") is not { ValueKind: JsonValueKind.True })
        {
            return 0;
        }

        return Property(bulk, "maxMessagesCount") is { ValueKind: JsonValueKind.Number } count && count.TryGetInt32(out var max) && max > 0
            ? max
            : DefaultBulkMessages;
    }

    private static Dictionary<string, string> Metadata(JsonElement element)
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (Property(element, "metadata") is { ValueKind: JsonValueKind.Object } properties)
        {
            foreach (var property in properties.EnumerateObject())
                metadata[property.Name] = property.Value.ToString();
        }

        return metadata;
    }

    private static string Text(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    /// <summary>Go reads property names without case, and SDKs rely on it.</summary>
    private static JsonElement? Property(JsonElement element, string name)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return null;
    }
}
