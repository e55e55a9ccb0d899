using System.Buffers;
using System.Text.Json;
using Aion.ServiceBroker.Routing;

namespace Aion.ServiceBroker.Api;

/// <summary>Streams every routed kanban as one line of JSON.</summary>
internal static class WatchApi
{
    /// <remarks>
    /// <c>{"time":..,"id":..,"service":..,"number":1,"connectionKey":..,"to":[{"service":..,"number":1,"device":..,"reason":..,
    /// "reasonText":..}],"data":{..}}</c>; device only for another device, reason only for a dead letter.
    /// </remarks>
    public static async Task StreamAsync(HttpContext context, KanbanWatch watch, IHostApplicationLifetime host)
    {
        // A server that stops waits for its requests, and this one would never end by itself.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
        context.Response.ContentType = "application/x-ndjson";
        var notices = watch.WatchAsync(end.Token);
        await using var lines = notices.GetAsyncEnumerator(end.Token);
        // The first step registers the watcher: only then may the caller believe that nothing is missed.
        var next = lines.MoveNextAsync();
        await context.Response.Body.FlushAsync(context.RequestAborted);
        try
        {
            while (await next)
            {
                Write(context.Response.BodyWriter, lines.Current);
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
                next = lines.MoveNextAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The watcher went away.
        }
    }

    private static void Write(IBufferWriter<byte> output, RoutedNotice notice)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("time"u8, notice.Kanban.Time);
            json.WriteString("id"u8, notice.Kanban.Id);
            json.WriteString("service"u8, notice.Kanban.Service);
            json.WriteNumber("number"u8, notice.Kanban.ProcessNumber);
            json.WriteString("connectionKey"u8, notice.Kanban.ConnectionKey);
            json.WriteStartArray("to"u8);
            foreach (var destination in notice.Destinations)
            {
                Write(json, destination);
            }

            json.WriteEndArray();
            if (notice.Data.Length > 0)
            {
                json.WritePropertyName("data"u8);
                json.WriteRawValue(notice.Data);
            }

            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter json, in Destination to)
    {
        json.WriteStartObject();
        if (to.Service.Length > 0)
        {
            json.WriteString("service"u8, to.Service);
            json.WriteNumber("number"u8, to.Number);
        }

        if (to.Device.Length > 0)
        {
            json.WriteString("device"u8, to.Device);
        }

        if (to.Reason.Length > 0)
        {
            json.WriteString("reason"u8, to.Reason);
            json.WriteString("reasonText"u8, to.ReasonText);
        }

        json.WriteEndObject();
    }
}
