using Aion.Contracts.Events;
using Aion.ServiceDefaults.Sidecar;
using Aion.StatusKanban.State;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client.Autogen.Grpc.v1;
using Grpc.Core;
using DaprApi = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Aion.StatusKanban.Queues;

/// <summary>Keeps one queue subscribed, for ever: its ledger is loaded once, its stream is opened again whenever it ends.</summary>
internal sealed class QueueSubscription(
    KanbanQueue queue, DaprApi.DaprClient dapr, StateStore state, TimeProvider time, ILogger<QueueSubscription> logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private TimeSpan _pause = FirstPause;
    private volatile bool _isOpen;
    private int _openings;

    public KanbanQueue Queue { get; } = queue;

    /// <summary>What has happened so far: equal values mean that nothing came in between.</summary>
    public (int Openings, long Offers) Activity => (_openings, Queue.Offers);

    /// <summary>It is open, and nothing that came is left, nor an answer to it.</summary>
    public bool IsEmpty => _isOpen && Queue.Count == 0 && Queue.Settlement.IsDone;

    public void Start() => _running = RunAsync(_stop.Token);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var reason = "The sidecar ended the stream.";
            try
            {
                await Queue.LoadAsync(state, ct);
                await ReceiveAsync(ct);
            }
            catch (Exception e)
            {
                reason = e is RpcException rpc ? $"{rpc.StatusCode}: {rpc.Status.Detail}" : e.Message;
            }

            if (!ct.IsCancellationRequested)
            {
                Log.SubscriptionLost(logger, Queue.Key, reason);
                await Task.Delay(_pause, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            }
        }
    }

    private async Task ReceiveAsync(CancellationToken ct)
    {
        using var call = dapr.SubscribeTopicEventsAlpha1(cancellationToken: ct);
        var connection = new QueueConnection(call.RequestStream);
        try
        {
            await call.RequestStream.WriteAsync(
                new SubscribeTopicEventsRequestAlpha1
                {
                    InitialRequest = new() { PubsubName = Topics.PubSubComponent, Topic = Queue.Key.Topic },
                },
                ct);
            while (await call.ResponseStream.MoveNext(ct))
            {
                var answer = call.ResponseStream.Current;
                if (answer.EventMessage is { } message)
                {
                    Take(connection, message);
                    await Queue.HasRoomAsync().WaitAsync(ct);
                }
                else
                {
                    _pause = FirstPause;
                    _openings++;
                    _isOpen = true;
                    Log.Subscribed(logger, Queue.Key);
                }
            }
        }
        finally
        {
            _isOpen = false;
            Queue.Disconnect(connection);
        }
    }

    private void Take(QueueConnection connection, TopicEventRequest message)
    {
        var envelope = TopicEventReader.Read(message);
        var problem = Problem(envelope, out var kanban);
        if (problem is not null)
        {
            // A new id at every delivery: at worst it is set aside twice, but never taken for the last one without an id.
            envelope = envelope with
            {
                Id = envelope.Id.Length > 0 ? envelope.Id : KanbanId.New(time),
                // A kanban with a mistake in it is kept whole, however large: somebody sent it on purpose.
                Data = ForeignBytes.ToJson(envelope.Data, envelope.IsForeign ? ForeignBytes.MostKept : int.MaxValue),
            };
        }

        Queue.Offer(connection, message.Id, envelope, kanban, problem);
    }

    /// <summary>Why the event is no kanban; null: it is one.</summary>
    private static string? Problem(KanbanEvent envelope, out KanbanMessage kanban)
    {
        kanban = new KanbanMessage();
        if (envelope.IsForeign)
        {
            return ForeignBytes.Describe(envelope.Data.Span);
        }

        if (envelope.Id.Length == 0)
        {
            return "The event has no id.";
        }

        try
        {
            kanban = StatusKanbanJson.Parse(envelope.Data.Span);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
