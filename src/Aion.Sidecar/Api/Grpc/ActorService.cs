using Aion.Sidecar.Actors;
using Aion.Sidecar.Actors.Streams;
using Aion.Sidecar.Api.Http;
using Aion.Sidecar.Hosting;
using Aion.Sidecar.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Aion.Sidecar.Api.Grpc;

/// <summary>The actor methods of dapr.proto.runtime.v1.Dapr.</summary>
internal abstract class ActorService(SidecarApp app) : Dapr.DaprBase
{
    protected static readonly Empty Done = new();

    public override async Task<InvokeActorResponse> InvokeActor(InvokeActorRequest request, ServerCallContext context)
    {
        var key = new ActorKey(request.ActorType, request.ActorId);
        var answer = await app.ActorCalls.InvokeAsync(key, ActorMessages.Call(request), context.CancellationToken);
        return new InvokeActorResponse { Data = UnsafeByteOperations.UnsafeWrap(answer.Body) };
    }

    public override async Task<GetActorStateResponse> GetActorState(GetActorStateRequest request, ServerCallContext context)
    {
        ActorNames.RequireFree(request.ActorType);
        await app.ActorCalls.ReadyAsync(context.CancellationToken);
        var actor = new ActorKey(request.ActorType, request.ActorId);
        var response = new GetActorStateResponse();
        if (await app.ActorState.GetAsync(actor, request.Key, context.CancellationToken) is not { } entry)
            return response;
        response.Data = UnsafeByteOperations.UnsafeWrap(entry.Value);
        if (entry.ExpiresAt is { } expires)
            response.Metadata["ttlExpireTime"] = StateJson.Time(expires);
        return response;
    }

    public override async Task<Empty> ExecuteActorStateTransaction(ExecuteActorStateTransactionRequest request, ServerCallContext context)
    {
        ActorNames.RequireFree(request.ActorType);
        var actor = new ActorKey(request.ActorType, request.ActorId);
        await app.ActorCalls.ReadyAsync(context.CancellationToken);
        await app.ActorState.TransactAsync(actor, [.. request.Operations.Select(ActorMessages.Change)], context.CancellationToken);
        return Done;
    }

    public override async Task<Empty> RegisterActorTimer(RegisterActorTimerRequest request, ServerCallContext context)
    {
        await app.ActorCalls.CreateTimerAsync(ActorMessages.Timer(request), request.Ttl, context.CancellationToken);
        return Done;
    }

    public override Task<Empty> UnregisterActorTimer(UnregisterActorTimerRequest request, ServerCallContext context)
    {
        app.ActorCalls.DeleteTimer(ActorMessages.Key(request.ActorType, request.ActorId, request.Name));
        return Task.FromResult(Done);
    }

    public override async Task<Empty> RegisterActorReminder(RegisterActorReminderRequest request, ServerCallContext context)
    {
        await app.ActorCalls.CreateReminderAsync(ActorMessages.Reminder(request), context.CancellationToken);
        return Done;
    }

    public override async Task<Empty> UnregisterActorReminder(UnregisterActorReminderRequest request, ServerCallContext context)
    {
        await app.ActorCalls.DeleteReminderAsync(ActorMessages.Key(request.ActorType, request.ActorId, request.Name), context.CancellationToken);
        return Done;
    }

    public override async Task<UnregisterActorRemindersByTypeResponse> UnregisterActorRemindersByType(
        UnregisterActorRemindersByTypeRequest request, ServerCallContext context)
    {
        ActorNames.RequireFree(request.ActorType);
        await app.ActorCalls.DeleteRemindersAsync(request.ActorType, request.HasActorId ? request.ActorId : null, context.CancellationToken);
        return new UnregisterActorRemindersByTypeResponse();
    }

    public override async Task<GetActorReminderResponse> GetActorReminder(GetActorReminderRequest request, ServerCallContext context)
    {
        var key = ActorMessages.Key(request.ActorType, request.ActorId, request.Name);
        return ActorMessages.Response(await app.ActorCalls.GetReminderAsync(key, context.CancellationToken));
    }

    public override async Task<ListActorRemindersResponse> ListActorReminders(ListActorRemindersRequest request, ServerCallContext context)
    {
        ActorNames.RequireFree(request.ActorType);
        var reminders = await app.ActorCalls.ListRemindersAsync(request.ActorType, request.HasActorId ? request.ActorId : null, context.CancellationToken);
        return new ListActorRemindersResponse { Reminders = { reminders.Select(ActorMessages.Named) } };
    }

    public override Task SubscribeActorEventsAlpha1(
        IAsyncStreamReader<SubscribeActorEventsRequestAlpha1> requestStream,
        IServerStreamWriter<SubscribeActorEventsResponseAlpha1> responseStream,
        ServerCallContext context) =>
        new ActorStream(app).RunAsync(requestStream, responseStream, context.CancellationToken);
}
