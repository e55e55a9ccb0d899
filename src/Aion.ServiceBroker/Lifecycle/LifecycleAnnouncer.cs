using System.Text.Json;
using Aion.Contracts;
using Aion.Contracts.Events;
using Aion.ServiceBroker.Projects;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;
using DaprApi = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>Publishes to <c>aion.lifecycle</c>, each event in an envelope whose type is the event's.</summary>
internal sealed class LifecycleAnnouncer(DaprApi.DaprClient dapr, AppliedProjects projects, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    /// <exception cref="RpcException">Not all were published.</exception>
    public async Task AnnounceAsync(IReadOnlyList<LifecycleEvent> events, CancellationToken ct)
    {
        var request = new BulkPublishRequest { PubsubName = Topics.PubSubComponent, Topic = Topics.Lifecycle };
        foreach (var item in events)
        {
            request.Entries.Add(new BulkPublishRequestEntry
            {
                EntryId = request.Entries.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ContentType = KanbanEvent.ContentType,
                Event = UnsafeByteOperations.UnsafeWrap(Envelope(item with { Generation = projects.Current.Generation })),
            });
        }

        var answer = await dapr.BulkPublishEventAsync(request, deadline: (time.GetUtcNow() + Deadline).UtcDateTime, cancellationToken: ct);
        if (answer.FailedEntries.Count > 0)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, answer.FailedEntries[0].Error));
        }
    }

    private byte[] Envelope(LifecycleEvent item) => new KanbanEvent
    {
        Id = KanbanId.New(time),
        Source = "/aion/" + projects.Current.Project.DeviceName,
        Type = item.Type,
        Time = item.Time,
        Service = item.Service ?? "",
        ProcessNumber = item.Number,
        Data = JsonSerializer.SerializeToUtf8Bytes(item, ContractsJsonContext.Default.LifecycleEvent),
    }.ToArray();
}
