using System.Globalization;
using System.Text.Json;
using Aion.Sidecar.CloudEvents;
using Aion.Sidecar.Components.State;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Json;
using Aion.Sidecar.Operations;

namespace Aion.Sidecar.Api.Http;

/// <summary>The JSON of the state API.</summary>
internal static class StateJson
{
    /// <summary>RFC 3339 in UTC, to the second, as daprd gives ttlExpireTime.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>[{"key","value","etag","metadata","options":{"concurrency","consistency"}}]</summary>
    public static StateItemModel[] Items(JsonElement body, Dictionary<string, string>? requestMetadata)
    {
        if (body.ValueKind != JsonValueKind.Array)
            throw new DaprException(CommonErrors.MalformedRequestReason("the body must be an array of {\"key\", \"value\"}"));
        return [.. body.EnumerateArray().Select(element => Item(element, requestMetadata))];
    }

    /// <summary>{"keys":[...],"parallelism":n}</summary>
    public static string[] Keys(JsonElement body)
    {
        if (body.Property("keys") is not { ValueKind: JsonValueKind.Array } keys)
            throw new DaprException(CommonErrors.MalformedRequest("\"keys\" must be an array of strings"));
        return [.. keys.EnumerateArray().Select(key => key.ValueKind == JsonValueKind.String
            ? key.GetString()!
            : throw new DaprException(CommonErrors.MalformedRequest("\"keys\" must be an array of strings")))];
    }

    /// <summary>{"operations":[{"operation":"upsert|delete","request":item}],"metadata":{}}</summary>
    public static (StateOperationKind Kind, StateItemModel Item)[] Operations(JsonElement body, Dictionary<string, string>? requestMetadata)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw new DaprException(CommonErrors.MalformedRequest("the body must be an object with \"operations\""));
        if (body.Property("operations") is not { ValueKind: JsonValueKind.Array } operations)
            return [];
        var metadata = RequestMetadata.Merge(body.MapOrNull("metadata"), requestMetadata);
        return [.. operations.EnumerateArray().Select(operation => Operation(operation, metadata))];
    }

    public static void WriteBulk(Utf8JsonWriter json, IReadOnlyList<string> keys, IReadOnlyList<StateEntry?> entries)
    {
        json.WriteStartArray();
        for (var i = 0; i < entries.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("key", keys[i]);
            if (entries[i] is { } entry)
                WriteEntry(json, entry);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, StateEntry entry)
    {
        json.WritePropertyName("data");
        // A value saved over gRPC may be any bytes; those cannot stand in a JSON document.
        if (JsonCheck.IsOneValue(entry.Value.Span))
            json.WriteRawValue(entry.Value.Span, skipInputValidation: true);
        else
            json.WriteBase64StringValue(entry.Value.Span);
        json.WriteString("etag", entry.Etag);
        if (entry.ExpiresAt is not { } expires)
            return;
        json.WriteStartObject("metadata");
        json.WriteString("ttlExpireTime", Time(expires));
        json.WriteEndObject();
    }

    private static (StateOperationKind Kind, StateItemModel Item) Operation(JsonElement operation, IReadOnlyDictionary<string, string>? metadata)
    {
        if (operation.ValueKind != JsonValueKind.Object)
            throw new DaprException(CommonErrors.MalformedRequest("an operation must be an object"));
        var name = operation.StringOrNull("operation") ?? "";
        var kind = name switch
        {
            "upsert" => StateOperationKind.Upsert,
            "delete" => StateOperationKind.Delete,
            _ => throw new DaprException(StateErrors.OperationNotSupported(name)),
        };
        if (operation.Property("request") is not { ValueKind: JsonValueKind.Object } request)
            throw new DaprException(CommonErrors.MalformedRequest("an operation needs a \"request\""));
        return (kind, Item(request, metadata));
    }

    private static StateItemModel Item(JsonElement element, IReadOnlyDictionary<string, string>? requestMetadata)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new DaprException(CommonErrors.MalformedRequestReason("an item must be an object"));
        if (element.StringOrNull("key") is not { Length: > 0 } key)
            throw new DaprException(StateErrors.EmptyKeyHttp());
        var firstWrite = element.Property("options")?.StringOrNull("concurrency") == "first-write";
        var metadata = RequestMetadata.Merge(element.MapOrNull("metadata"), requestMetadata);
        return new StateItemModel(key, element.RawOrEmpty("value"), element.StringOrNull("etag"), firstWrite, metadata);
    }
}
