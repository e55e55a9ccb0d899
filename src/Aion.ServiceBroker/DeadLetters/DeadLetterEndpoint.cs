using System.Text.Json;
using Aion.Contracts.Events;
using Aion.ServiceBroker.Routing;
using Aion.ServiceDefaults.Sidecar;
using Dapr;
using Dapr.AspNetCore;
using Grpc.Core;

namespace Aion.ServiceBroker.DeadLetters;

/// <summary>The app channel's end of the bulk subscription on kanban.dead.</summary>
internal static class DeadLetterEndpoint
{
    private const int BatchSize = 100;

    public static void MapKanbanDead(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/events/kanban.dead", HandleAsync)
        .WithTopic(new TopicOptions { PubsubName = Topics.PubSubComponent, Name = Topics.Dead })
        .WithMetadata(new BulkSubscribeAttribute(Topics.Dead, BatchSize, 10))
        .RequireAppToken();

    private static async Task HandleAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var logger = services.GetRequiredService<ILogger<DeadLetterStore>>();
        using var body = await RequestBody.ReadAsync(context.Request, context.RequestAborted);
        var entries = new List<BulkEntry>();
        var status = "SUCCESS";
        try
        {
            BulkBody.Read(body.Memory, entries);
            await services.GetRequiredService<DeadLetterStore>().AddAsync(entries, context.RequestAborted);
        }
        catch (FormatException e)
        {
            Log.BadDelivery(logger, e.Message);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        catch (RpcException e)
        {
            Log.NotIndexed(logger, entries.Count, e.Status.Detail);
            status = "RETRY";
        }

        await WriteAnswerAsync(context, entries, status);
    }

    private static async Task WriteAnswerAsync(HttpContext context, List<BulkEntry> entries, string status)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteStartArray("statuses"u8);
        foreach (var entry in entries)
        {
            json.WriteStartObject();
            json.WritePropertyName("entryId"u8);
            json.WriteRawValue(entry.EntryId.Span);
            json.WriteString("status"u8, status);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
