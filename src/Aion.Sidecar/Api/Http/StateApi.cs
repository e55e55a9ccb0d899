using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;
using Aion.Sidecar.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aion.Sidecar.Api.Http;

/// <summary>/v1.0/state/{store}: get, save, delete, bulk get and transaction.</summary>
internal static class StateApi
{
    private static readonly string[] Writes = ["POST", "PUT"];

    public static void MapState(this IEndpointRouteBuilder routes, SidecarApp app)
    {
        routes.MapGet("/v1.0/state/{store}/{key}", context => GetAsync(context, app.State));
        routes.MapDelete("/v1.0/state/{store}/{key}", context => DeleteAsync(context, app.State));
        routes.MapMethods("/v1.0/state/{store}", Writes, context => SaveAsync(context, app.State));
        routes.MapMethods("/v1.0/state/{store}/bulk", Writes, context => GetBulkAsync(context, app.State));
        routes.MapMethods("/v1.0/state/{store}/transaction", Writes, context => TransactAsync(context, app.State));
    }

    private static async Task GetAsync(HttpContext context, StateOperations state)
    {
        var entry = await state.GetAsync(context.Route("store"), context.Route("key"), context.RequestAborted);
        if (entry is null)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Response.Headers.ETag = entry.Etag;
        if (entry.ExpiresAt is { } expires)
            context.Response.Headers["metadata.ttlExpireTime"] = StateJson.Time(expires);
        await context.Response.WriteDataAsync(entry.Value, context.RequestAborted);
    }

    private static async Task DeleteAsync(HttpContext context, StateOperations state)
    {
        var request = context.Request;
        var etag = request.Headers.IfMatch.ToString();
        var firstWrite = request.Query["concurrency"] == "first-write";
        var item = new StateItemModel(context.Route("key"), default, etag, firstWrite, request.QueryMetadata());
        await state.DeleteAsync(context.Route("store"), item, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task SaveAsync(HttpContext context, StateOperations state)
    {
        var store = context.Route("store");
        state.Require(store);
        using var body = await context.Request.ReadJsonAsync(CommonErrors.MalformedRequestReason);
        var items = StateJson.Items(body.RootElement, context.Request.QueryMetadata());
        await state.SaveAsync(store, items, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task GetBulkAsync(HttpContext context, StateOperations state)
    {
        var store = context.Route("store");
        state.Require(store);
        using var body = await context.Request.ReadJsonAsync(CommonErrors.MalformedRequest);
        var keys = StateJson.Keys(body.RootElement);
        var entries = await state.GetBulkAsync(store, keys, context.RequestAborted);
        await using var json = context.Response.StartJson();
        StateJson.WriteBulk(json, keys, entries);
    }

    private static async Task TransactAsync(HttpContext context, StateOperations state)
    {
        var store = context.Route("store");
        state.RequireTransactional(store);
        using var body = await context.Request.ReadJsonAsync(CommonErrors.MalformedRequest);
        var operations = StateJson.Operations(body.RootElement, context.Request.QueryMetadata());
        await state.TransactAsync(store, operations, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
