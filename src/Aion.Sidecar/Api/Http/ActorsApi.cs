using Aion.Sidecar.Actors;
using Aion.Sidecar.Actors.Calls;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace Aion.Sidecar.Api.Http;

/// <summary>/v1.0/actors/{type}/{id}: method and state.</summary>
internal static class ActorsApi
{
    public const string Actor = "/v1.0/actors/{type}/{id}";

    private static readonly string[] Writes = ["POST", "PUT"];
    private static readonly string[] Calls = ["GET", "POST", "PUT", "DELETE"];

    /// <summary>Headers that belong to the call of the sidecar and not to that of the actor.</summary>
    private static readonly HashSet<string> NotPassedOn = new(StringComparer.OrdinalIgnoreCase)
    {
        "dapr-caller-app-id", "dapr-caller-namespace", "dapr-api-token", "Host", "Content-Type", "Content-Length",
    };

    public static void MapActors(this IEndpointRouteBuilder routes, SidecarApp app)
    {
        routes.MapMethods(Actor + "/method/{method}", Calls, context => InvokeAsync(context, app));
        routes.MapMethods(Actor + "/state", Writes, context => TransactAsync(context, app));
        routes.MapGet(Actor + "/state/{key}", context => GetStateAsync(context, app));
    }

    public static ActorKey ActorKey(this HttpContext context) => new(context.Route("type"), context.Route("id"));

    private static async Task InvokeAsync(HttpContext context, SidecarApp app)
    {
        var key = context.ActorKey();
        Require(ActorNames.Fault(key.Type), "invalid actorType: ");
        Require(ActorNames.Fault(key.Id), "invalid actorId: ");
        var method = ActorNames.Method(context.Route("method"), out var fault);
        Require(fault, "");
        var body = await context.Request.ReadBodyAsync(context.RequestAborted);
        var request = context.Request;
        KeyValuePair<string, StringValues>[] headers = [.. request.Headers.Where(header => !NotPassedOn.Contains(header.Key))];
        var call = new ActorRequest(method, request.QueryString.Value ?? "", request.ContentType ?? "", headers, body);
        var answer = await app.ActorCalls.InvokeAsync(key, call, context.RequestAborted);
        foreach (var (name, values) in answer.Headers)
            context.Response.Headers[name] = values;
        if (answer.ContentType.Length > 0)
            context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.BodyWriter.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static async Task TransactAsync(HttpContext context, SidecarApp app)
    {
        var key = context.ActorKey();
        ActorNames.RequireFree(key.Type);
        using var body = await context.Request.ReadJsonAsync(CommonErrors.MalformedRequest);
        var changes = ActorJson.Changes(body.RootElement);
        await app.ActorCalls.ReadyAsync(context.RequestAborted);
        await app.ActorState.TransactAsync(key, changes, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task GetStateAsync(HttpContext context, SidecarApp app)
    {
        var key = context.ActorKey();
        ActorNames.RequireFree(key.Type);
        await app.ActorCalls.ReadyAsync(context.RequestAborted);
        var entry = await app.ActorState.GetAsync(key, context.Route("key"), context.RequestAborted);
        if (entry is null || entry.Value.IsEmpty)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        if (entry.ExpiresAt is { } expires)
            context.Response.Headers["metadata.ttlExpireTime"] = StateJson.Time(expires);
        await context.Response.WriteDataAsync(entry.Value, context.RequestAborted);
    }

    private static void Require(string? fault, string what)
    {
        if (fault is not null)
            throw new DaprException(ActorErrors.BadRequest(what + fault));
    }
}
