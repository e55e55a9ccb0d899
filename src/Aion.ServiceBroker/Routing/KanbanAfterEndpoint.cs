using System.Buffers;
using Aion.Contracts.Events;
using Aion.ServiceDefaults.Sidecar;
using Dapr;
using Dapr.AspNetCore;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Routing;

/// <summary>The app channel's end of the bulk subscription on kanban.after.</summary>
internal static class KanbanAfterEndpoint
{
    private const string Path = "/events/kanban.after";

    public static void MapKanbanAfter(this IEndpointRouteBuilder endpoints)
    {
        var batchSize = endpoints.ServiceProvider.GetRequiredService<IOptions<ServiceBrokerOptions>>().Value.BatchSize;
        endpoints.MapPost(Path, HandleAsync)
            .WithTopic(new TopicOptions { PubsubName = Topics.PubSubComponent, Name = Topics.After })
            // No waiting for a batch to fill: batches form by themselves while one is being routed.
            .WithMetadata(new BulkSubscribeAttribute(Topics.After, batchSize, 1))
            .RequireAppToken();
    }

    private static async Task HandleAsync(HttpContext context)
    {
        var services = context.RequestServices;
        using var body = await RequestBody.ReadAsync(context.Request, context.RequestAborted);
        try
        {
            context.Response.ContentType = "application/json";
            var answer = new ArrayBufferWriter<byte>(4096);
            await services.GetRequiredService<KanbanRouter>().RouteAsync(body.Memory, answer, context.RequestAborted);
            context.Response.ContentLength = answer.WrittenCount;
            await context.Response.BodyWriter.WriteAsync(answer.WrittenMemory, context.RequestAborted);
        }
        catch (FormatException e)
        {
            Log.BadDelivery(services.GetRequiredService<ILogger<KanbanRouter>>(), Topics.After, e.Message);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }
}
