using System.Text;
using Aion.Sidecar.Actors;
using Aion.Sidecar.Actors.Calls;
using Aion.Sidecar.Actors.Reminders;
using Aion.Sidecar.Actors.State;
using Aion.Sidecar.Actors.Timers;
using Aion.Sidecar.Api.Http;
using Aion.Sidecar.Components.State;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Primitives;
using StoredReminder = Aion.Sidecar.Actors.Reminders.ActorReminder;

namespace Aion.Sidecar.Api.Grpc;

/// <summary>The messages of the actor API.</summary>
internal static class ActorMessages
{
    public static ActorRequest Call(InvokeActorRequest request)
    {
        Require(ActorNames.Fault(request.ActorType), "invalid actorType: ");
        Require(ActorNames.Fault(request.ActorId), "invalid actorId: ");
        var method = ActorNames.Method(request.Method, out var fault);
        Require(fault, "invalid actor method: ");
        var headers = request.Metadata
            .Where(entry => !entry.Key.StartsWith("dapr-caller-", StringComparison.OrdinalIgnoreCase) && !entry.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            .Select(entry => KeyValuePair.Create(entry.Key, new StringValues(entry.Value)));
        var type = request.Metadata.FirstOrDefault(entry => entry.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value ?? "";
        return new ActorRequest(method, "", type, [.. headers], request.Data.ToByteArray());
    }

    public static ActorStateChange Change(TransactionalActorStateOperation operation)
    {
        var kind = operation.OperationType switch
        {
            "upsert" => StateOperationKind.Upsert,
            "delete" => StateOperationKind.Delete,
            _ => throw new DaprException(StateErrors.OperationNotSupported(operation.OperationType)),
        };
        var value = operation.Value?.Value.Memory ?? default;
        return new ActorStateChange(kind, operation.Key, value, null, PublishMessages.MapOrNull(operation.Metadata));
    }

    public static ReminderRequest Reminder(RegisterActorReminderRequest request)
    {
        if (request.Name.Length == 0)
            throw new DaprException(ActorErrors.BadRequest("reminder name cannot be empty"));
        return new ReminderRequest(
            Key(request.ActorType, request.ActorId, request.Name), request.DueTime, request.Period, request.Ttl, Json(request.Data),
            !request.HasOverwrite || request.Overwrite, Retries(request.FailurePolicy));
    }

    public static ActorTimer Timer(RegisterActorTimerRequest request) => new(
        Key(request.ActorType, request.ActorId, request.Name), request.Callback, request.DueTime, request.Period, Json(request.Data));

    public static ReminderKey Key(string type, string id, string name)
    {
        ActorNames.RequireFree(type);
        if (ActorNames.Fault(name) is { } fault)
            throw new DaprException(ActorErrors.BadRequest(fault));
        return new ReminderKey(new ActorKey(type, id), name);
    }

    public static GetActorReminderResponse Response(StoredReminder reminder)
    {
        var response = new GetActorReminderResponse { ActorType = reminder.Key.Actor.Type, ActorId = reminder.Key.Actor.Id, Data = Data(reminder) };
        if (reminder.DueTime.Length > 0)
            response.DueTime = reminder.DueTime;
        if (reminder.Schedule is { } schedule)
            response.Period = schedule;
        if (reminder.ExpiresAt is { } expires)
            response.Ttl = StateJson.Time(expires);
        return response;
    }

    public static NamedActorReminder Named(StoredReminder reminder)
    {
        var response = Response(reminder);
        var message = new Protocol.ActorReminder { ActorType = response.ActorType, ActorId = response.ActorId, Data = response.Data };
        if (response.HasDueTime)
            message.DueTime = response.DueTime;
        if (response.HasPeriod)
            message.Period = response.Period;
        if (response.HasTtl)
            message.Ttl = response.Ttl;
        return new NamedActorReminder { Name = reminder.Key.Name, Reminder = message };
    }

    /// <summary>The JSON of bytes in Go is a string of Base64, and that is what the actor gets.</summary>
    private static byte[]? Json(ByteString data) => data.IsEmpty ? null : Encoding.UTF8.GetBytes($"\"{data.ToBase64()}\"");

    private static Any? Data(StoredReminder reminder) =>
        reminder.Data is { } data ? Any.Pack(new BytesValue { Value = ByteString.CopyFrom(data) }) : null;

    private static ReminderRetries Retries(JobFailurePolicy? policy) => policy?.PolicyCase switch
    {
        JobFailurePolicy.PolicyOneofCase.Drop => ReminderRetries.Drop,
        JobFailurePolicy.PolicyOneofCase.Constant => new ReminderRetries(
            policy.Constant.Interval?.ToTimeSpan() ?? TimeSpan.Zero, policy.Constant.HasMaxRetries ? (int)Math.Min(policy.Constant.MaxRetries, int.MaxValue) : null),
        _ => ReminderRetries.Default,
    };

    private static void Require(string? fault, string what)
    {
        if (fault is not null)
            throw new RpcException(new Status(StatusCode.InvalidArgument, what + fault));
    }
}
