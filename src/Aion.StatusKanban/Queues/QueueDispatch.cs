using Aion.Contracts.Events;

namespace Aion.StatusKanban.Queues;

/// <summary>
/// Hands what waits to the clients, in order and in turn. First in, first out: what a client gives back goes before everything
/// later. Not safe for concurrent use: the queue's lock guards it.
/// </summary>
internal sealed class QueueDispatch(KanbanQueue queue, QueueContents contents, QueueContext context) : IDisposable
{
    private ITimer? _retryTimer;

    public ConsumerRing Consumers { get; } = new();

    /// <summary>Nothing is handed out: the project does not declare the queue.</summary>
    public bool IsHalted { get; set; }

    public QueueCounters Counters { get; } = new(context.Metrics);

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

    /// <summary>Takes the kanban from whoever has it, so that nobody gets it and no answer finds it.</summary>
    public void Withdraw(HeldKanban held)
    {
        if (held.Holder is { } holder)
        {
            Unassign(held, holder);
        }

        contents.RemoveWaiting(held);
    }

    public void Dispose() => _retryTimer?.Dispose();

    private HeldKanban? TakeFirst()
    {
        if (IsHalted || contents.FirstWaiting is not { } first)
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
        Counters.CountDelivered(held.Event.Id);
        if (consumer.CountsAttempts)
        {
            contents.Crashes.HandedOut(held.Event.Id);
            context.Settlement.Notify(queue);
        }
    }

    /// <summary>Takes the kanban from the client; false when it has it no longer.</summary>
    public static bool Unassign(HeldKanban held, QueueConsumer consumer)
    {
        if (held.Holder != consumer)
        {
            return false;
        }

        held.Holder = null;
        return consumer.Holds.Remove(held);
    }
}
