using Aion.Contracts.Events;

namespace Aion.StatusKanban.Queues;

/// <summary>
/// Ends the holds of clients on kanbans: each leaves the queue, goes back to its place or is set aside. Not safe for concurrent
/// use: the queue's lock guards it.
/// </summary>
internal sealed class QueueEndings(KanbanQueue queue, QueueContents contents, QueueDispatch dispatch, QueueContext context)
{
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(30);
    private Withdrawal? _withdrawn;
    private bool _isEmptied;

    /// <summary>Ends the client's hold on the kanban; nothing happens when it has none.</summary>
    public void End(QueueConsumer consumer, HeldKanban held, Ending ending, string reason)
    {
        if (!QueueDispatch.Unassign(held, consumer))
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

        dispatch.Pump();
    }

    /// <summary>Removes the client and gives back what it held, in order.</summary>
    public void Detach(QueueConsumer consumer)
    {
        consumer.MarkClosed();
        dispatch.Consumers.Remove(consumer);
        // Its client worked on the oldest; the ones behind that were only on their way.
        for (var tried = consumer.CountsAttempts; consumer.Holds.Count > 0; tried = false)
        {
            var held = consumer.Holds[0];
            QueueDispatch.Unassign(held, consumer);
            held.Attempt -= tried ? 0 : 1;
            if (!consumer.CountsAttempts)
            {
                contents.Crashes.Spared(held.Event.Id);
            }

            GiveBack(held, "Its client died with it");
        }

        dispatch.Pump();
    }

    public void SettleAll(QueueConsumer consumer)
    {
        foreach (var held in consumer.Holds)
        {
            held.Holder = null;
            Settle(held);
        }

        consumer.Holds.Clear();
        dispatch.Pump();
    }

    /// <summary>Settles the oldest kanban, or all of them, that streams of kanbanpb hold.</summary>
    public void SettleByOutput(bool all)
    {
        var done = contents.InOrder.Where(held => held.Holder is { ExplicitAnswers: false, CountsAttempts: true }).Take(all ? int.MaxValue : 1).ToList();
        foreach (var held in done)
        {
            QueueDispatch.Unassign(held, held.Holder!);
            Settle(held);
        }

        dispatch.Pump();
    }

    /// <summary>Hands out from now on.</summary>
    public void Declare()
    {
        (_withdrawn, _isEmptied, dispatch.IsHalted) = (null, false, false);
        dispatch.Pump();
    }

    /// <summary>Hands out nothing from now on.</summary>
    public void Withdraw(Withdrawal why) => (_withdrawn, dispatch.IsHalted) = (why, true);

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

    /// <summary>Sends the kanban to kanban.dead; it stays held until it is durable there, without holding up the others.</summary>
    public void SetAside(HeldKanban held, string reason, string text)
    {
        held.SetAside = true;
        context.DeadLetters.Enqueue(queue, held, reason, text);
    }

    public void Settle(HeldKanban held)
    {
        dispatch.Counters.CountAcknowledged();
        contents.Settle(held);
        context.Settlement.Notify(queue);
    }

    private TimeSpan RetryDelay(int attempt)
    {
        var delay = context.Options.RetryDelay * Math.Pow(2, Math.Min(attempt - 1, 16));
        return delay < LongestRetryDelay ? delay : LongestRetryDelay;
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
