using Aion.Contracts.V1;
using Grpc.Core;

namespace Aion.StatusKanban.Queues;

/// <summary>Feeds a stream whose client answers every kanban; it holds at most its prefetch without an answer.</summary>
internal sealed class AnsweredDelivery(
    QueueRegistry queues, InitialKanban initialKanban, UndeclaredNotice undeclared)
{
    private const int DefaultPrefetch = 16;
    private static readonly WriteOptions Buffered = new(WriteFlags.BufferHint);

    /// <summary>Delivers until the client ends its requests, is gone, or the source is cancelled; it is cancelled at the return.</summary>
    public async Task RunAsync(
        QueueKey key, OpenQueue open, IAsyncStreamReader<ReceiveRequest> requests, IServerStreamWriter<Delivery> stream,
        CancellationTokenSource ended)
    {
        await using var notice = undeclared.Watch(key);
        var consumer = queues.Attach(key, explicitAnswers: true);
        consumer.Prefetch = open.Prefetch == 0 ? DefaultPrefetch : open.Prefetch;
        try
        {
            using var closing = ended.Token.UnsafeRegister(static c => ((QueueConsumer)c!).Close(), consumer);
            var answering = AnswerAsync(consumer, requests, ended);
            await DeliverAsync(key, open.InitialKanban, consumer, stream, ended.Token);
            await answering;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The client is gone; what it held goes to others.
        }
        finally
        {
            await ended.CancelAsync();
            queues.Detach(key, consumer);
        }
    }

    private async Task DeliverAsync(
        QueueKey key, bool initial, QueueConsumer consumer, IServerStreamWriter<Delivery> stream, CancellationToken ct)
    {
        if (initial)
        {
            // It has no id, as it is in no queue: there is nothing to answer.
            await stream.WriteAsync(new Delivery { Kanban = initialKanban.Create(key), Attempt = 1 }, ct);
        }

        while (await consumer.TakeAsync() is { } first)
        {
            for (HeldKanban? held = first, next; held is not null; held = next)
            {
                next = consumer.TryTake();
                stream.WriteOptions = next is null ? null : Buffered;
                var write = stream.WriteAsync(ToDelivery(held), CancellationToken.None);
                if (!write.IsCompletedSuccessfully)
                {
                    await write.WaitAsync(ct);
                }
            }
        }
    }

    private static Delivery ToDelivery(HeldKanban held) => new()
    {
        KanbanId = held.Event.Id,
        Kanban = held.Kanban,
        Attempt = held.Attempt,
        TraceParent = held.Event.TraceParent,
    };

    private static async Task AnswerAsync(
        QueueConsumer consumer, IAsyncStreamReader<ReceiveRequest> requests, CancellationTokenSource ended)
    {
        try
        {
            while (await requests.MoveNext(ended.Token))
            {
                // An answer to what the client no longer holds, or to the initial kanban, has nothing to do.
                if (requests.Current.Acknowledge is { } answer && consumer.Find(answer.KanbanId) is { } held)
                {
                    consumer.End(held, EndingOf(answer.Result), answer.Reason);
                }
            }

            // It takes its leave: it did not die of what it holds.
            consumer.CountsAttempts = false;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException or RpcException)
        {
            // The client is gone.
        }

        await ended.CancelAsync();
    }

    private static Ending EndingOf(Acknowledgement.Types.Result result) => result switch
    {
        Acknowledgement.Types.Result.Retry => Ending.Retry,
        Acknowledgement.Types.Result.Reject => Ending.Rejected,
        _ => Ending.Settled,
    };
}
