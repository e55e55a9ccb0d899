using Aion.Sidecar.CloudEvents;
using Aion.Sidecar.Operations;
using Aion.Sidecar.Protocol;
using Google.Protobuf.Collections;
using Grpc.Core;

namespace Aion.Sidecar.Api.Grpc;

/// <summary>The messages of the publish API. Events keep the bytes that the call was parsed from.</summary>
internal static class PublishMessages
{
    public static PublishEntry Entry(PublishEventRequest request) =>
        new("", request.Data.Memory, request.DataContentType, MapOrNull(request.Metadata));

    public static PublishEntry[] Entries(BulkPublishRequest request)
    {
        var entries = new PublishEntry[request.Entries.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = request.Entries[i];
            entries[i] = new PublishEntry(entry.EntryId, entry.Event.Memory, entry.ContentType, MapOrNull(entry.Metadata));
        }

        return entries;
    }

    public static Dictionary<string, string>? MapOrNull(MapField<string, string> map) =>
        map.Count == 0 ? null : new Dictionary<string, string>(map, StringComparer.OrdinalIgnoreCase);

    public static TraceContext Trace(ServerCallContext context)
    {
        var headers = context.GetHttpContext().Request.Headers;
        return new TraceContext(headers.TraceParent.ToString(), headers.TraceState.ToString());
    }
}
