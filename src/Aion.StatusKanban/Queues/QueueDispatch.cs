using Aion.Contracts.Events;
using Aion.Contracts.V1;

namespace Aion.StatusKanban.Queues;

/// <summary>
/// Hands what waits to the clients, in order and in turn, and ends their holds. First in, first out: what a client gives back
/// goes before everything later. Not safe for concurrent use: the queue's lock guards it.
/// </summary>
internal sealed class QueueDispatch(KanbanQueue queue, QueueContents contents, QueueContext context) : IDisposable
{
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(30);
    private readonly List<QueueConsumer> _consumers = [];
    private ITimer? _retryTimer;
    private int _turn;
    private long _delivered, _acknowledged, _repeated;

    public int Consumers => _consumers.Count;

    public void Add(QueueConsumer consumer) => _consumers.Add(consumer);

    public void Repeated()
    {
        _repeated++;
        context.Metrics.Repeated();
        context.Settlement.Notify(queue);
    }

    /// <summary>The client waits from now on; it may get its kanban before this returns.</summary>
    public void Await(QueueConsumer consumer)
    {
        consumer.Wait();
        if (consumer.IsClosed)
        {
            consumer.Hand(null);
        }
        else
        {
            Pump();
        }
    }

    /// <summary>Hands out what can be handed out.</summary>
    public void Pump()
    {
        while (_consumers.Count > 0 && NextInTurn() is { } consumer && TakeFirst() is { } held)
        {
            Assign(held, consumer);
            consumer.Hand(held);
        }
    }

    public HeldKanban? TryTake(QueueConsumer consumer)
    {
        if (consumer.IsClosed || consumer.Holds.Count >= consumer.Prefetch || TakeFirst() is not { } held)
        {
            return null;
        }

        Assign(held, consumer);
        return held;
    }

    public void End(QueueConsumer consumer, HeldKanban held, Ending ending, string reason)
    {
        if (!Unassign(held, consumer))
        {
            return;
        }

        switch (ending)
        {
            case Ending.Settled:
                Settle(held);
                break;
            case Ending.Rejected:
                SetAside(held, DeadReasons.Rejected, reason);
                break;
            default:
                var delay = context.Options.RetryDelay * Math.Pow(2, Math.Min(held.Attempt - 1, 16));
                held.NotBefore = context.Time.GetUtcNow() + (delay < LongestRetryDelay ? delay : LongestRetryDelay);
                GiveBack(held, "The microservice asked for it again");
                break;
        }

        Pump();
    }

    /// <summary>Removes the client and gives back what it held, in order.</summary>
    public void Detach(QueueConsumer consumer)
    {
        consumer.MarkClosed();
        _consumers.Remove(consumer);
        // Its client worked on the oldest; the ones behind that were only on their way.
        for (var tried = consumer.CountsAttempts; consumer.Holds.Count > 0; tried = false)
        {
            var held = consumer.Holds[0];
            Unassign(held, consumer);
            held.Attempt -= tried ? 0 : 1;
            GiveBack(held, "Its client died with it");
        }

        Pump();
    }

    public void SettleAll(QueueConsumer consumer)
    {
        foreach (var held in consumer.Holds)
        {
            held.Holder = null;
            Settle(held);
        }

        consumer.Holds.Clear();
        Pump();
    }

    public void SettleByOutput(bool all)
    {
        var held = contents.InOrder.Where(h => h.Holder is { ExplicitAnswers: false }).Take(all ? int.MaxValue : 1).ToList();
        foreach (var done in held)
        {
            Unassign(done, done.Holder!);
            Settle(done);
        }

        Pump();
    }

    /// <summary>Sends the kanban to kanban.dead; it stays held until it is durable there, without holding up the others.</summary>
    public void SetAside(HeldKanban held, string reason, string text)
    {
        held.SetAside = true;
        context.DeadLetters.Enqueue(queue, held, reason, text);
    }

    public void Settle(HeldKanban held)
    {
        _acknowledged++;
        context.Metrics.Acknowledged(1);
        contents.Settle(held);
        context.Settlement.Notify(queue);
    }

    public QueueInfo Describe(int limit)
    {
        var info = new QueueInfo
        {
            Service = queue.Key.Service,
            ProcessNumber = queue.Key.Number,
            Consumers = _consumers.Count,
            Held = contents.Count,
            Delivered = _delivered,
            Acknowledged = _acknowledged,
            RepeatedDropped = _repeated,
        };
        info.Kanbans.AddRange(contents.InOrder.Take(limit).Select(held => new QueuedKanban
        {
            KanbanId = held.Event.Id,
            State = held.SetAside ? "dead" : held.Holder is null ? "waiting" : "delivered",
            Attempt = held.Attempt,
            Kanban = held.Kanban,
        }));
        return info;
    }

    public void Dispose() => _retryTimer?.Dispose();

    // The one who was served last is asked last.
    private QueueConsumer? NextInTurn()
    {
        for (var i = 0; i < _consumers.Count; i++)
        {
            var place = (_turn + i) % _consumers.Count;
            if (_consumers[place].WantsMore)
            {
                _turn = place + 1;
                return _consumers[place];
            }
        }

        return null;
    }

    private HeldKanban? TakeFirst()
    {
        if (contents.FirstWaiting is not { } first)
        {
            return null;
        }

        if (first.NotBefore is { } notBefore && notBefore - context.Time.GetUtcNow() is { Ticks: > 0 } pause)
        {
            // Order is kept: while the first one pauses, nothing behind it goes out.
            _retryTimer?.Dispose();
            _retryTimer = context.Time.CreateTimer(static q => ((KanbanQueue)q!).Wake(), queue, pause, Timeout.InfiniteTimeSpan);
            return null;
        }

        contents.RemoveFirstWaiting();
        return first;
    }

    private void Assign(HeldKanban held, QueueConsumer consumer)
    {
        held.Holder = consumer;
        held.Attempt++;
        consumer.Holds.Add(held);
        _delivered++;
        context.Metrics.Delivered();
    }

    private static bool Unassign(HeldKanban held, QueueConsumer consumer)
    {
        if (held.Holder != consumer)
        {
            return false;
        }

        held.Holder = null;
        return consumer.Holds.Remove(held);
    }

    private void GiveBack(HeldKanban held, string cause)
    {
        if (context.Options.MaxAttempts > 0 && held.Attempt >= context.Options.MaxAttempts)
        {
            SetAside(held, DeadReasons.Poison, $"{cause}, {held.Attempt} times.");
        }
        else if (held.Connection.IsClosed)
        {
            contents.Forget(held);
        }
        else
        {
            contents.Enqueue(held);
        }
    }
}
