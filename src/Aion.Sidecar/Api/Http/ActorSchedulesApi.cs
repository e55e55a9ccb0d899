using Aion.Sidecar.Actors;
using Aion.Sidecar.Actors.Reminders;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aion.Sidecar.Api.Http;

/// <summary>/v1.0/actors/{type}/{id}: reminders and timers.</summary>
internal static class ActorSchedulesApi
{
    private const string Reminder = ActorsApi.Actor + "/reminders/{name}";
    private const string Timer = ActorsApi.Actor + "/timers/{name}";

    private static readonly string[] Writes = ["POST", "PUT"];

    public static void MapActorSchedules(this IEndpointRouteBuilder routes, SidecarApp app)
    {
        routes.MapMethods(Reminder, Writes, context => CreateReminderAsync(context, app.ActorCalls));
        routes.MapGet(Reminder, context => GetReminderAsync(context, app.ActorCalls));
        routes.MapDelete(Reminder, context => DeleteReminderAsync(context, app.ActorCalls));
        routes.MapMethods(Timer, Writes, context => CreateTimerAsync(context, app.ActorCalls));
        routes.MapDelete(Timer, context => DeleteTimer(context, app.ActorCalls));
    }

    private static async Task CreateReminderAsync(HttpContext context, ActorOperations actors)
    {
        var key = Key(context);
        using var body = await context.Request.ReadJsonAsync(CommonErrors.MalformedRequest);
        var request = ActorJson.Reminder(key, body.RootElement);
        RequireName(key.Name);
        await actors.CreateReminderAsync(request, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task GetReminderAsync(HttpContext context, ActorOperations actors)
    {
        var reminder = await actors.GetReminderAsync(Key(context), context.RequestAborted);
        await using var json = context.Response.StartJson();
        ActorJson.Write(json, reminder);
    }

    private static async Task DeleteReminderAsync(HttpContext context, ActorOperations actors)
    {
        await actors.DeleteReminderAsync(Key(context), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task CreateTimerAsync(HttpContext context, ActorOperations actors)
    {
        var key = Key(context);
        using var body = await context.Request.ReadJsonAsync(CommonErrors.MalformedRequest);
        var (timer, ttl) = ActorJson.Timer(key, body.RootElement);
        RequireName(key.Name);
        await actors.CreateTimerAsync(timer, ttl, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Task DeleteTimer(HttpContext context, ActorOperations actors)
    {
        actors.DeleteTimer(Key(context));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static ReminderKey Key(HttpContext context)
    {
        var actor = context.ActorKey();
        ActorNames.RequireFree(actor.Type);
        return new ReminderKey(actor, context.Route("name"));
    }

    private static void RequireName(string name)
    {
        if (ActorNames.Fault(name) is { } fault)
            throw new DaprException(ActorErrors.BadRequest(fault));
    }
}
