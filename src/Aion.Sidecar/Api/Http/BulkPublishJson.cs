using System.Text;
using System.Text.Json;
using Aion.Sidecar.CloudEvents;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Json;
using Aion.Sidecar.Operations;

namespace Aion.Sidecar.Api.Http;

/// <summary>[{"entryId","event","contentType","metadata"}]: an event is JSON, a string, or base64 text for binary content.</summary>
internal sealed class BulkPublishJson(string pubSub, string topic, string appId)
{
    private const string Mismatch = "error: mismatch between contentType and event";

    public PublishEntry[] Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Array)
            throw new DaprException(PubSubErrors.UnmarshalEvents(pubSub, topic, appId, "the body must be an array of entries"));
        return [.. body.EnumerateArray().Select(ReadEntry)];
    }

    private PublishEntry ReadEntry(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
            throw new DaprException(PubSubErrors.UnmarshalEvents(pubSub, topic, appId, "an entry must be an object"));
        var contentType = entry.StringOrNull("contentType") ?? "";
        var data = entry.Property("event") is { } value ? Data(value, contentType) : throw Refused(Mismatch);
        return new PublishEntry(entry.StringOrNull("entryId") ?? "", data, contentType, entry.MapOrNull("metadata"));
    }

    private byte[] Data(JsonElement value, string contentType)
    {
        var isString = value.ValueKind == JsonValueKind.String;
        if (ContentTypes.IsJson(contentType) || ContentTypes.IsCloudEvent(contentType))
            return Encoding.UTF8.GetBytes(value.GetRawText());
        if (isString && ContentTypes.IsText(contentType))
            return Encoding.UTF8.GetBytes(value.GetString()!);
        if (isString && ContentTypes.IsBinary(contentType))
        {
            return value.TryGetBytesFromBase64(out var bytes)
                ? bytes
                : throw Refused("error: unable to decode base64 application/octet-stream data");
        }

        throw Refused(Mismatch);
    }

    private DaprException Refused(string reason) => new(PubSubErrors.MarshalEnvelope(pubSub, topic, appId, reason));
}
