using System.Collections.Concurrent;
using System.Globalization;
using Aion.Contracts.Events;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Aion.StatusKanban.Tests.FakeDapr;

/// <summary>State and topics in memory, which outlive the fake sidecar's server as a broker and a store would.</summary>
internal sealed class FakeDaprService : FakeDaprBase
{
    private readonly ConcurrentDictionary<string, FakeTopic> _topics = [];
    private readonly ConcurrentDictionary<string, (ByteString Data, int Etag)> _state = [];

    /// <summary>Runs before a publish is stored; throw to refuse it.</summary>
    public Func<int, Task> BeforePublish { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs before a single publish is stored; throw to refuse it.</summary>
    public Func<PublishEventRequest, Task> BeforePublishEvent { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs before state is saved; throw to refuse it.</summary>
    public Func<SaveStateRequest, Task> BeforeSave { get; set; } = _ => Task.CompletedTask;

    /// <summary>Entries of a bulk publish that fail alone.</summary>
    public Func<BulkPublishRequestEntry, string?> Refuse { get; set; } = _ => null;

    /// <summary>The sizes of the bulk publishes, in order.</summary>
    public ConcurrentQueue<int> Batches { get; } = [];

    public IEnumerable<string> StateKeys => _state.Keys;

    public FakeTopic Topic(string name) => _topics.GetOrAdd(name, _ => new FakeTopic());

    /// <summary>The value as text; empty when there is none.</summary>
    public string State(string key) => _state.TryGetValue(key, out var value) ? value.Data.ToStringUtf8() : "";

    public void SetState(string key, byte[] data) =>
        _state.AddOrUpdate(key, (ByteString.CopyFrom(data), 1), (_, old) => (ByteString.CopyFrom(data), old.Etag + 1));

    public override async Task<BulkPublishResponse> BulkPublishEvent(BulkPublishRequest request, ServerCallContext context)
    {
        await BeforePublish(request.Entries.Count);
        Batches.Enqueue(request.Entries.Count);
        var response = new BulkPublishResponse();
        foreach (var entry in request.Entries)
        {
            if (Refuse(entry) is { } error)
            {
                response.FailedEntries.Add(new BulkPublishResponseFailedEntry { EntryId = entry.EntryId, Error = error });
            }
            else
            {
                Topic(request.Topic).Append([KanbanEvent.Parse(entry.Event.ToByteArray())]);
            }
        }

        return response;
    }

    public override async Task<Empty> PublishEvent(PublishEventRequest request, ServerCallContext context)
    {
        await BeforePublish(1);
        await BeforePublishEvent(request);
        Topic(request.Topic).Append([KanbanEvent.Parse(request.Data.ToByteArray())]);
        return new Empty();
    }

    public override Task<GetStateResponse> GetState(GetStateRequest request, ServerCallContext context) => Task.FromResult(
        _state.TryGetValue(request.Key, out var value)
            ? new GetStateResponse { Data = value.Data, Etag = value.Etag.ToString(CultureInfo.InvariantCulture) }
            : new GetStateResponse());

    public override Task<GetBulkStateResponse> GetBulkState(GetBulkStateRequest request, ServerCallContext context)
    {
        var response = new GetBulkStateResponse();
        foreach (var key in request.Keys)
        {
            response.Items.Add(_state.TryGetValue(key, out var value)
                ? new BulkStateItem { Key = key, Data = value.Data, Etag = value.Etag.ToString(CultureInfo.InvariantCulture) }
                : new BulkStateItem { Key = key });
        }

        return Task.FromResult(response);
    }

    public override async Task<Empty> SaveState(SaveStateRequest request, ServerCallContext context)
    {
        await BeforeSave(request);
        lock (_state)
        {
            foreach (var item in request.States)
            {
                var current = _state.TryGetValue(item.Key, out var value) ? value.Etag.ToString(CultureInfo.InvariantCulture) : "";
                if (item.Options?.Concurrency == StateOptions.Types.StateConcurrency.ConcurrencyFirstWrite && (item.Etag?.Value ?? "") != current)
                {
                    throw new RpcException(new Status(StatusCode.Aborted, "possible etag mismatch"));
                }

                SetState(item.Key, item.Value.ToByteArray());
            }
        }

        return new Empty();
    }

    public override Task<Empty> DeleteState(DeleteStateRequest request, ServerCallContext context)
    {
        _state.TryRemove(request.Key, out _);
        return Task.FromResult(new Empty());
    }

    public override async Task SubscribeTopicEventsAlpha1(
        IAsyncStreamReader<SubscribeTopicEventsRequestAlpha1> requestStream,
        IServerStreamWriter<SubscribeTopicEventsResponseAlpha1> responseStream,
        ServerCallContext context)
    {
        await requestStream.MoveNext(context.CancellationToken);
        var initial = requestStream.Current.InitialRequest;
        var topic = Topic(initial.Topic);
        await responseStream.WriteAsync(new SubscribeTopicEventsResponseAlpha1 { InitialResponse = new() });
        var acknowledging = AcknowledgeAsync(topic, requestStream, context.CancellationToken);
        for (var place = 0; !context.CancellationToken.IsCancellationRequested; place++)
        {
            (place, var next) = await topic.NextAsync(place, context.CancellationToken);
            await responseStream.WriteAsync(new SubscribeTopicEventsResponseAlpha1 { EventMessage = ToRequest(initial, next) });
        }

        await acknowledging;
    }

    private static async Task AcknowledgeAsync(
        FakeTopic topic, IAsyncStreamReader<SubscribeTopicEventsRequestAlpha1> requests, CancellationToken ct)
    {
        while (await requests.MoveNext(ct))
        {
            topic.Acknowledge(requests.Current.EventProcessed.Id);
        }
    }

    private static TopicEventRequest ToRequest(SubscribeTopicEventsRequestInitialAlpha1 initial, KanbanEvent kanbanEvent) => new()
    {
        Id = kanbanEvent.Id,
        Source = kanbanEvent.Source,
        Type = kanbanEvent.Type,
        SpecVersion = "1.0",
        DataContentType = kanbanEvent.IsForeign ? "application/octet-stream" : "application/json",
        Data = ByteString.CopyFrom(kanbanEvent.Data.Span),
        Topic = initial.Topic,
        PubsubName = initial.PubsubName,
        Extensions = new Struct
        {
            Fields =
            {
                ["kanbanid"] = Value.ForString(kanbanEvent.Id),
                ["service"] = Value.ForString(kanbanEvent.Service),
                ["processnumber"] = Value.ForString(kanbanEvent.ProcessNumber.ToString(CultureInfo.InvariantCulture)),
                ["causationid"] = Value.ForString(kanbanEvent.CausationId),
                ["traceparent"] = Value.ForString(kanbanEvent.TraceParent),
            },
        },
    };
}
