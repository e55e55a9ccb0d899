using System.Globalization;
using Aion.Contracts.Events;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace Aion.ServiceDefaults.Sidecar;

/// <summary>Turns Dapr's form of a CloudEvent, in which our attributes are a Struct of extensions, into a kanban event.</summary>
public static class TopicEventReader
{
    /// <summary>The event of a delivery. Its data is a slice of the delivery.</summary>
    public static KanbanEvent Read(TopicEventRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var extensions = request.Extensions?.Fields;
        var kanbanId = Text(extensions, "kanbanid");
        return new KanbanEvent
        {
            Id = kanbanId.Length > 0 ? kanbanId : request.Id,
            Source = request.Source,
            Type = request.Type,
            Time = Time(extensions),
            Service = Text(extensions, "service"),
            ProcessNumber = Number(extensions, "processnumber", 0),
            ConnectionKey = Text(extensions, "connectionkey"),
            CausationId = Text(extensions, "causationid"),
            Device = Text(extensions, "device"),
            Attempt = Number(extensions, "attempt", 1),
            TraceParent = Text(extensions, "traceparent"),
            IsForeign = ForeignBytes.IsWrapping(request.Source, request.Type, request.DataContentType == "application/octet-stream"),
            Data = request.Data.Memory,
        };
    }

    private static string Text(MapField<string, Value>? extensions, string name) =>
        extensions is not null && extensions.TryGetValue(name, out var value) ? value.StringValue : "";

    private static int Number(MapField<string, Value>? extensions, string name, int absent) =>
        extensions is not null && extensions.TryGetValue(name, out var value)
            ? int.TryParse(value.StringValue, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int)value.NumberValue
            : absent;

    private static DateTimeOffset Time(MapField<string, Value>? extensions) =>
        DateTimeOffset.TryParse(
            Text(extensions, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : default;
}
