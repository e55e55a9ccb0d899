using System.Globalization;
using Aion.Contracts.Events;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;
using DaprApi = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Aion.ServiceBroker.Routing;

/// <summary>Publishes a group of events with as few calls as their size allows.</summary>
internal sealed class TopicPublisher(DaprApi.DaprClient dapr, TimeProvider time, ILogger<TopicPublisher> logger)
{
    // daprd refuses requests over 4 MiB unless told otherwise (--max-body-size).
    private const int MaxCallBytes = 3 * 1024 * 1024;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Returns when every event is durable, or the position in the delivery of the first one that is not: events of the
    /// group from there on may or may not have been published. <see cref="int.MaxValue"/>: all are durable.
    /// </summary>
    public async Task<int> PublishAsync(TopicGroup group, RoutedEvents bytes)
    {
        for (var next = 0; next < group.Events.Count;)
        {
            var first = next;
            var request = NextRequest(group, bytes, ref next);
            if (await TryPublishAsync(request, group.Topic) is { } failedEntry)
            {
                return group.Events[first + failedEntry].Index;
            }
        }

        return int.MaxValue;
    }

    private static BulkPublishRequest NextRequest(TopicGroup group, RoutedEvents bytes, ref int next)
    {
        var request = new BulkPublishRequest { PubsubName = Topics.PubSubComponent, Topic = group.Topic };
        for (var size = 0; next < group.Events.Count; next++)
        {
            var slice = group.Events[next];
            size += slice.Length + 64;
            if (size > MaxCallBytes && request.Entries.Count > 0)
            {
                break;
            }

            request.Entries.Add(new BulkPublishRequestEntry
            {
                EntryId = request.Entries.Count.ToString(CultureInfo.InvariantCulture),
                ContentType = KanbanEvent.ContentType,
                // The array stays untouched until the call is over, see RoutedEvents.Abandon.
                Event = UnsafeByteOperations.UnsafeWrap(bytes.Slice(slice.Start, slice.Length)),
            });
        }

        return request;
    }

    /// <summary>Null, or the entry that failed first.</summary>
    private async Task<int?> TryPublishAsync(BulkPublishRequest request, string topic)
    {
        try
        {
            var answer = await dapr.BulkPublishEventAsync(request, deadline: (time.GetUtcNow() + Deadline).UtcDateTime);
            if (answer.FailedEntries.Count == 0)
            {
                return null;
            }

            Log.PublishPartlyFailed(logger, answer.FailedEntries.Count, request.Entries.Count, topic, answer.FailedEntries[0].Error);
            return answer.FailedEntries.Min(e => int.TryParse(e.EntryId, CultureInfo.InvariantCulture, out var n) ? n : 0);
        }
        catch (RpcException e)
        {
            Log.PublishFailed(logger, request.Entries.Count, topic, e.Status.Detail);
            return 0;
        }
    }
}
