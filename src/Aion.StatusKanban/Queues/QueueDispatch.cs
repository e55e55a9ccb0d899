using Aion.Contracts.Events;

namespace Aion.StatusKanban.Queues;

/// <summary>
/// Hands what waits to the clients, in order and in turn, and ends their holds. First in, first out: what a client gives back
/// goes before everything later. Not safe for concurrent use: the queue's lock guards it.
/// </summary>
internal sealed class QueueDispatch(KanbanQueue queue, QueueContents contents, QueueContext context) : IDisposable
{
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(30);
    private ITimer? _retryTimer;
    private Withdrawal? _withdrawn;
    private bool _isEmptied;

    public ConsumerRing Consumers { get; } = new();

    public QueueCounters Counters { get; } = new(context.Metrics);

    /// <summary>A kanban came whose id is known; its answer goes out with the next settlement.</summary>
    public void Repeated()
    {
        Counters.CountRepeated();
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
        while (contents.FirstWaiting is { } first && Consumers.Next(first) is { } consumer && TakeFirst() is { } held)
        {
            Assign(held, consumer);
            consumer.Hand(held);
        }
    }

    public HeldKanban? TryTake(QueueConsumer consumer)
    {
        if (consumer.IsClosed || contents.FirstWaiting is not { } first || !consumer.MayHave(first) || TakeFirst() is not { } held)
        {
            return null;
        }

        Assign(held, consumer);
        return held;
    }

    /// <summary>Ends the client's hold on the kanban; nothing happens when it has none.</summary>
    public void End(QueueConsumer consumer, HeldKanban held, Ending ending, string reason)
    {
        if (!Unassign(held, consumer))
        {
            return;
        }

        // Whatever the answer is, the service lives with this kanban.
        contents.Crashes.Spared(held.Event.Id);
        switch (ending)
        {
            case Ending.Settled:
                Settle(held);
                break;
            case Ending.Rejected:
                SetAside(held, DeadReasons.Rejected, reason);
                break;
            default:
                contents.Crashes.Forgive(held.Event.Id);
                held.IsSuspect = false;
                held.NotBefore = context.Time.GetUtcNow() + RetryDelay(held.Attempt);
                GiveBack(held, "The microservice asked for it again");
                break;
        }

        Pump();
    }

    /// <summary>Removes the client and gives back what it held, in order.</summary>
    public void Detach(QueueConsumer consumer)
    {
        consumer.MarkClosed();
        Consumers.Remove(consumer);
        // Its client worked on the oldest; the ones behind that were only on their way.
        for (var tried = consumer.CountsAttempts; consumer.Holds.Count > 0; tried = false)
        {
            var held = consumer.Holds[0];
            Unassign(held, consumer);
            held.Attempt -= tried ? 0 : 1;
            if (!consumer.CountsAttempts)
            {
                contents.Crashes.Spared(held.Event.Id);
            }

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

    /// <summary>Settles the oldest kanban, or all of them, that streams of kanbanpb hold.</summary>
    public void SettleByOutput(bool all)
    {
        var done = contents.InOrder.Where(held => held.Holder is { ExplicitAnswers: false, CountsAttempts: true }).Take(all ? int.MaxValue : 1).ToList();
        foreach (var held in done)
        {
            Unassign(held, held.Holder!);
            Settle(held);
        }

        Pump();
    }

    /// <summary>Hands out from now on.</summary>
    public void Declare()
    {
        (_withdrawn, _isEmptied) = (null, false);
        Pump();
    }

    /// <summary>Hands out nothing from now on.</summary>
    public void Withdraw(Withdrawal why) => _withdrawn = why;

    /// <summary>Sets aside what waits in a withdrawn queue, and from now on what comes into it.</summary>
    public void Empty()
    {
        _isEmptied = _withdrawn is not null;
        while (_isEmptied && contents.FirstWaiting is { } first)
        {
            contents.RemoveFirstWaiting();
            Enqueue(first);
        }
    }

    /// <summary>The kanban waits in its place, unless nobody will come for it.</summary>
    public void Enqueue(HeldKanban held)
    {
        if (_isEmptied)
        {
            SetAside(held, _withdrawn!.Reason, _withdrawn.Text);
        }
        else
        {
            contents.Enqueue(held);
        }
    }

    /// <summary>Takes the kanban from whoever has it, so that nobody gets it and no answer finds it.</summary>
    public void Withdraw(HeldKanban held)
    {
        if (held.Holder is { } holder)
        {
            Unassign(held, holder);
        }

        contents.RemoveWaiting(held);
    }

    /// <summary>Sends the kanban to kanban.dead; it stays held until it is durable there, without holding up the others.</summary>
    public void SetAside(HeldKanban held, string reason, string text)
    {
        held.SetAside = true;
        context.DeadLetters.Enqueue(queue, held, reason, text);
    }

    public void Settle(HeldKanban held)
    {
        Counters.CountAcknowledged();
        contents.Settle(held);
        context.Settlement.Notify(queue);
    }

    /// <summary>Asks for a round of settlement.</summary>
    public void Notify() => context.Settlement.Notify(queue);

    public void Dispose() => _retryTimer?.Dispose();

    private HeldKanban? TakeFirst()
    {
        if (_withdrawn is not null || contents.FirstWaiting is not { } first)
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

    private TimeSpan RetryDelay(int attempt)
    {
        var delay = context.Options.RetryDelay * Math.Pow(2, Math.Min(attempt - 1, 16));
        return delay < LongestRetryDelay ? delay : LongestRetryDelay;
    }

    private void Assign(HeldKanban held, QueueConsumer consumer)
    {
        held.Holder = consumer;
        held.Attempt++;
        consumer.Holds.Add(held);
        Counters.CountDelivered(held.Event.Id);
        if (consumer.CountsAttempts)
        {
            contents.Crashes.HandedOut(held.Event.Id);
            context.Settlement.Notify(queue);
        }
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
            // The next subscription delivers it again, in its place.
            contents.Forget(held);
        }
        else
        {
            Enqueue(held);
        }
    }
}
