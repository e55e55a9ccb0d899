using System.Text.Json;
using Aion.Sidecar.Json;
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
        var (pubSub, topic) = (element.StringOrNull("pubsubname") ?? "", element.StringOrNull("topic") ?? "");
        var route = element.Property("routes")?.StringOrNull("default") ?? "";
        if (route.Length == 0)
            route = element.StringOrNull("route") ?? "";
        if (route.Length == 0)
        {
            Log.NoRoute(logger, appId, topic, pubSub);
            return null;
        }

        return new SubscriptionModel(pubSub, topic, SubscriptionKind.Programmatic)
        {
            Route = route,
            DeadLetterTopic = element.StringOrNull("deadLetterTopic") is { Length: > 0 } dead ? dead : null,
            BulkMaxMessages = Bulk(element),
            Metadata = element.MapOrNull("metadata") ?? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
        };
    }

    private static int Bulk(JsonElement element)
    {
        if (element.Property("bulkSubscribe") is not { } bulk || bulk.Property("enabled") is not { ValueKind: JsonValueKind.True })
            return 0;
        return bulk.Property("maxMessagesCount") is { ValueKind: JsonValueKind.Number } count && count.TryGetInt32(out var max) && max > 0
            ? max
            : DefaultBulkMessages;
    }
}
