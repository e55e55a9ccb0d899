using System.Text.Json;
using Aion.Sidecar.Actors.Calls;
using Aion.Sidecar.Json;
using Aion.Sidecar.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Primitives;

namespace Aion.Sidecar.Actors.Streams;

/// <summary>The messages of actor streams.</summary>
internal static class StreamActorMessages
{
    private const string ContentType = "content-type";
    private const string Reminder = "remind/", Timer = "timer/";

    /// <summary>null: it is no answer.</summary>
    public static string? IdOf(SubscribeActorEventsRequestAlpha1 answer) => answer.RequestTypeCase switch
    {
        SubscribeActorEventsRequestAlpha1.RequestTypeOneofCase.InvokeResponse => answer.InvokeResponse.Id,
        SubscribeActorEventsRequestAlpha1.RequestTypeOneofCase.ReminderResponse => answer.ReminderResponse.Id,
        SubscribeActorEventsRequestAlpha1.RequestTypeOneofCase.TimerResponse => answer.TimerResponse.Id,
        SubscribeActorEventsRequestAlpha1.RequestTypeOneofCase.DeactivateResponse => answer.DeactivateResponse.Id,
        SubscribeActorEventsRequestAlpha1.RequestTypeOneofCase.RequestFailed => answer.RequestFailed.Id,
        _ => null,
    };

    public static SubscribeActorEventsResponseAlpha1 Call(string id, ActorKey key, ActorRequest request)
    {
        if (!request.IsScheduled)
            return new SubscribeActorEventsResponseAlpha1 { InvokeRequest = Invocation(id, key, request) };
        using var schedule = JsonDocument.Parse(request.Body);
        return request.Method.StartsWith(Timer, StringComparison.Ordinal)
            ? new SubscribeActorEventsResponseAlpha1 { TimerRequest = TimerOf(id, key, request.Method[Timer.Length..], schedule.RootElement) }
            : new SubscribeActorEventsResponseAlpha1 { ReminderRequest = ReminderOf(id, key, request.Method[Reminder.Length..], schedule.RootElement) };
    }

    public static SubscribeActorEventsResponseAlpha1 Deactivation(string id, ActorKey key) => new()
    {
        DeactivateRequest = new SubscribeActorEventsResponseDeactivateRequestAlpha1 { Id = id, ActorType = key.Type, ActorId = key.Id },
    };

    /// <exception cref="ActorCallException">The app failed the call.</exception>
    public static ActorAnswer Answer(SubscribeActorEventsRequestAlpha1 answer, ActorKey key, ActorRequest request) => answer switch
    {
        { InvokeResponse: { } invoked } when !request.IsScheduled => Invoked(invoked),
        { ReminderResponse: { } reminded } when request.IsScheduled => Scheduled(reminded.Cancel),
        { TimerResponse: { } timed } when request.IsScheduled => Scheduled(timed.Cancel),
        { RequestFailed.Code: (uint)StatusCode.NotFound } when !request.IsScheduled =>
            throw new ActorCallException($"actor method not found: actors/{key.Type}/{key.Id}/method/{request.Method}"),
        { RequestFailed: { } failed } => throw new ActorCallException($"error from actor service: {failed.Message}"),
        _ => throw new ActorCallException("actor host returned an unexpected response type"),
    };

    private static SubscribeActorEventsResponseInvokeRequestAlpha1 Invocation(string id, ActorKey key, ActorRequest request)
    {
        var call = new SubscribeActorEventsResponseInvokeRequestAlpha1
        {
            Id = id, ActorType = key.Type, ActorId = key.Id, Method = request.Method, Data = UnsafeByteOperations.UnsafeWrap(request.Body),
        };
        foreach (var (name, value) in request.Headers)
            call.Metadata[name] = value.Count > 0 ? value[0] : "";
        if (request.ContentType.Length > 0)
            call.Metadata[ContentType] = request.ContentType;
        return call;
    }

    private static SubscribeActorEventsResponseReminderRequestAlpha1 ReminderOf(string id, ActorKey key, string name, JsonElement schedule) => new()
    {
        Id = id, ActorType = key.Type, ActorId = key.Id, Name = name,
        DueTime = schedule.StringOrNull("dueTime") ?? "", Period = schedule.StringOrNull("period") ?? "", Data = Data(schedule),
    };

    private static SubscribeActorEventsResponseTimerRequestAlpha1 TimerOf(string id, ActorKey key, string name, JsonElement schedule) => new()
    {
        Id = id, ActorType = key.Type, ActorId = key.Id, Name = name, Callback = schedule.StringOrNull("callback") ?? "",
        DueTime = schedule.StringOrNull("dueTime") ?? "", Period = schedule.StringOrNull("period") ?? "", Data = Data(schedule),
    };

    /// <summary>The JSON of the data as daprd packs it: a BytesValue. null: none.</summary>
    private static Any? Data(JsonElement schedule) => schedule.Property("data") is { } data
        ? Any.Pack(new BytesValue { Value = ByteString.CopyFromUtf8(data.GetRawText()) })
        : null;

    private static ActorAnswer Invoked(SubscribeActorEventsRequestInvokeResponseAlpha1 invoked)
    {
        var headers = invoked.Metadata.Where(entry => !IsContentType(entry.Key)).Select(entry => KeyValuePair.Create(entry.Key, new StringValues(entry.Value)));
        var type = invoked.Metadata.FirstOrDefault(entry => IsContentType(entry.Key)).Value ?? "";
        var answer = new ActorAnswer(type, [.. headers], invoked.Data.ToByteArray());
        return invoked.Error ? answer.WithHeader(ActorAnswer.ErrorHeader) : answer;
    }

    private static ActorAnswer Scheduled(bool isCancelled) => isCancelled ? ActorAnswer.None.WithHeader(ActorAnswer.CancelHeader) : ActorAnswer.None;

    private static bool IsContentType(string name) => name.Equals(ContentType, StringComparison.OrdinalIgnoreCase);
}
