using System.Text;
using System.Text.Json;
using Aion.Sidecar.Actors.Reminders;
using Aion.Sidecar.Actors.State;
using Aion.Sidecar.Actors.Timers;
using Aion.Sidecar.Components.State;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Json;
using Aion.Sidecar.Scheduling;

namespace Aion.Sidecar.Api.Http;

/// <summary>The JSON of the actor API.</summary>
internal static class ActorJson
{
    /// <summary>[{"operation":"upsert|delete","request":{"key","value","etag","metadata":{"ttlInSeconds"}}}]</summary>
    public static ActorStateChange[] Changes(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Array)
            throw new DaprException(CommonErrors.MalformedRequest("the body must be an array of {\"operation\", \"request\"}"));
        return [.. body.EnumerateArray().Select(Change)];
    }

    /// <summary>{"dueTime","period","ttl","data","overwrite","failure_policy"}</summary>
    public static ReminderRequest Reminder(ReminderKey key, JsonElement body) => new(
        key, Text(body, "dueTime"), Text(body, "period"), Text(body, "ttl"), Data(body), Overwrites(body), Retries(body));

    /// <summary>{"dueTime","period","ttl","callback","data"}; the ttl is not part of the timer yet.</summary>
    public static (ActorTimer Timer, string Ttl) Timer(ReminderKey key, JsonElement body) =>
        (new ActorTimer(key, Text(body, "callback"), Text(body, "dueTime"), Text(body, "period"), Data(body)), Text(body, "ttl"));

    /// <summary>{"actorID","actorType","data","dueTime","period","ttl"}</summary>
    public static void Write(Utf8JsonWriter json, ActorReminder reminder)
    {
        json.WriteStartObject();
        json.WriteString("actorID", reminder.Key.Actor.Id);
        json.WriteString("actorType", reminder.Key.Actor.Type);
        if (reminder.Data is { } data)
        {
            json.WritePropertyName("data");
            json.WriteRawValue(data, skipInputValidation: true);
        }

        if (reminder.DueTime.Length > 0)
            json.WriteString("dueTime", reminder.DueTime);
        if (reminder.Schedule is { } schedule)
            json.WriteString("period", schedule);
        if (reminder.ExpiresAt is { } expires)
            json.WriteString("ttl", StateJson.Time(expires));
        json.WriteEndObject();
    }

    private static ActorStateChange Change(JsonElement operation)
    {
        if (operation.Property("request") is not { ValueKind: JsonValueKind.Object } request)
            throw Failed("request data is empty");
        var kind = operation.StringOrNull("operation") switch
        {
            "upsert" => StateOperationKind.Upsert,
            "delete" => StateOperationKind.Delete,
            null or "" => throw Failed("operation is empty"),
            var other => throw Failed($"operation type {other} not supported"),
        };
        var value = kind == StateOperationKind.Upsert ? Value(request) : default;
        return new ActorStateChange(kind, request.StringOrNull("key") ?? "", value, request.StringOrNull("etag"), request.MapOrNull("metadata"));
    }

    private static ReadOnlyMemory<byte> Value(JsonElement request) => request.Property("value") is null ? "null"u8.ToArray() : request.RawOrEmpty("value");

    private static string Text(JsonElement body, string name)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw new DaprException(CommonErrors.MalformedRequest("the body must be an object"));
        return body.Property(name) switch
        {
            null or { ValueKind: JsonValueKind.Null } => "",
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            _ => throw new DaprException(CommonErrors.MalformedRequest($"\"{name}\" must be a string")),
        };
    }

    private static byte[]? Data(JsonElement body) => body.Property("data") is { } data ? Encoding.UTF8.GetBytes(data.GetRawText()) : null;

    private static bool Overwrites(JsonElement body) => body.Property("overwrite") is not { ValueKind: JsonValueKind.False };

    private static ReminderRetries Retries(JsonElement body)
    {
        if ((body.Property("failure_policy") ?? body.Property("failurePolicy")) is not { ValueKind: JsonValueKind.Object } policy)
            return ReminderRetries.Default;
        if (policy.Property("drop") is not null)
            return ReminderRetries.Drop;
        if (policy.Property("constant") is not { } constant)
            return ReminderRetries.Default;
        var most = (constant.Property("maxRetries") ?? constant.Property("max_retries")) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var times)
            ? times
            : (int?)null;
        return new ReminderRetries(GoTime.TryParse(constant.StringOrNull("interval") ?? "", out var interval) ? interval : TimeSpan.Zero, most);
    }

    private static DaprException Failed(string reason) => new(ActorErrors.StateTransaction(reason));
}
