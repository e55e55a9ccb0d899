using Aion.Contracts.Events;
using Aion.StatusKanban.Queues;

namespace Aion.StatusKanban.Crashes;

/// <summary>
/// Takes the kanbans out of a queue that crash its service: first their crashes are saved, then they go to kanban.dead. Not safe
/// for concurrent use: the queue's lock guards it.
/// </summary>
internal sealed class PoisonKanbans(KanbanQueue queue, QueueContents contents, QueueDispatch dispatch, QueueContext context)
{
    private List<HeldKanban> _unsaved = [];

    /// <summary>Counts a crash of the instance, and takes what is poison now out of the way of the others.</summary>
    public CrashReport Report(long run, string cause, out bool repeated)
    {
        var report = contents.Crashes.Report(run, cause, out repeated);
        foreach (var crashed in repeated ? [] : report.InFlight)
        {
            if (contents.Find(crashed.Id) is not { SetAside: false } held)
            {
                continue;
            }

            held.IsSuspect = crashed.Count > 0;
            if (crashed.SetAside)
            {
                dispatch.Withdraw(held);
                SetAside(held);
            }
        }

        context.Settlement.Notify(queue);
        dispatch.Pump();
        return report;
    }

    /// <summary>Sends the kanban to kanban.dead once the crashes that speak against it are saved.</summary>
    public void SetAside(HeldKanban held)
    {
        held.SetAside = true;
        held.Attempt = Math.Max(held.Attempt, contents.Crashes.CountOf(held.Event.Id));
        _unsaved.Add(held);
        context.Settlement.Notify(queue);
    }

    /// <summary>What waits for the crashes to be saved.</summary>
    public IReadOnlyList<HeldKanban> TakeUnsaved()
    {
        var taken = _unsaved;
        _unsaved = [];
        return taken;
    }

    /// <summary>A round of settlement is saved: what waited for that goes on.</summary>
    public void Saved(SettlementBatch batch)
    {
        contents.Crashes.Forget(batch.Left);
        foreach (var held in batch.Poison)
        {
            context.DeadLetters.Enqueue(queue, held, DeadReasons.Poison, contents.Crashes.Explain(held.Event.Id));
        }

        if (batch.Left.Count > 0)
        {
            context.Settlement.Notify(queue);
        }
    }
}
