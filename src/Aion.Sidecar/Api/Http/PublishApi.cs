using System.Text.Json;
using Aion.Sidecar.CloudEvents;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;
using Aion.Sidecar.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aion.Sidecar.Api.Http;

/// <summary>/v1.0/publish/{pubsub}/{topic} and /v1.0(-alpha1)/publish/bulk/{pubsub}/{topic}; a topic may hold slashes.</summary>
internal static class PublishApi
{
    private static readonly string[] Writes = ["POST", "PUT"];

    public static void MapPublish(this IEndpointRouteBuilder routes, SidecarApp app)
    {
        routes.MapMethods("/v1.0/publish/{pubsub}/{**topic}", Writes, context => PublishAsync(context, app.Publish));
        routes.MapMethods("/v1.0/publish/bulk/{pubsub}/{**topic}", Writes, context => PublishBulkAsync(context, app));
        routes.MapMethods("/v1.0-alpha1/publish/bulk/{pubsub}/{**topic}", Writes, context => PublishBulkAsync(context, app));
    }

    private static async Task PublishAsync(HttpContext context, PublishOperations publish)
    {
        var (pubSub, topic) = (context.Route("pubsub"), context.Route("topic"));
        publish.Require(pubSub, topic);
        var body = await context.Request.ReadBodyAsync(context.RequestAborted);
        var entry = new PublishEntry("", body, context.Request.ContentType ?? "", context.Request.QueryMetadata());
        await publish.PublishAsync(pubSub, topic, entry, Trace(context.Request), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task PublishBulkAsync(HttpContext context, SidecarApp app)
    {
        var (pubSub, topic) = (context.Route("pubsub"), context.Route("topic"));
        app.Publish.Require(pubSub, topic);
        using var body = await context.Request.ReadJsonAsync(reason => PubSubErrors.UnmarshalEvents(pubSub, topic, app.AppId, reason));
        var entries = new BulkPublishJson(pubSub, topic, app.AppId).Read(body.RootElement);
        var failed = await app.Publish.PublishBulkAsync(
            pubSub, topic, entries, context.Request.QueryMetadata(), Trace(context.Request), context.RequestAborted);
        if (failed.Count == 0)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await using var json = context.Response.StartJson(StatusCodes.Status500InternalServerError);
        WriteFailures(json, failed);
    }

    private static void WriteFailures(Utf8JsonWriter json, IReadOnlyList<PublishFailure> failed)
    {
        json.WriteStartObject();
        json.WriteStartArray("failedEntries");
        foreach (var failure in failed)
        {
            json.WriteStartObject();
            json.WriteString("entryId", failure.EntryId);
            json.WriteString("error", failure.Error);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("errorCode", "ERR_PUBSUB_PUBLISH_MESSAGE");
        json.WriteEndObject();
    }

    private static TraceContext Trace(HttpRequest request) =>
        new(request.Headers.TraceParent.ToString(), request.Headers.TraceState.ToString());
}
