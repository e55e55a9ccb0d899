using Aion.StatusKanban.Crashes;

namespace Aion.StatusKanban.Queues;

/// <summary>What a queue has to save, and what may go on when it is saved: one round at a time, driven by the loop.</summary>
internal sealed class QueueSettlement(Lock gate, KanbanQueue queue, QueueContents contents, PoisonKanbans poison, SettlementLoop loop)
{
    private TaskCompletionSource? _saved;
    private int _rounds, _finished;

    /// <summary>Whether the sidecar was told of everything that left the queue.</summary>
    public bool IsDone
    {
        get
        {
            lock (gate)
            {
                return _finished == _rounds && !contents.OwesAnswers;
            }
        }
    }

    /// <summary>Asks for a round.</summary>
    public void Request() => loop.Notify(queue);

    /// <summary>Asks for a round; completes when it has saved what is in the queue now. Call it under the lock.</summary>
    public Task RequestSavedAsync()
    {
        Request();
        return (_saved ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>Begins a round: what the loop has to save, and then to answer.</summary>
    public SettlementBatch Take()
    {
        lock (gate)
        {
            var crashes = contents.Crashes.TakeUnsaved(out var another);
            if (another)
            {
                Request();
            }

            var batch = new SettlementBatch(
                this, [.. contents.Ledger.TakeUnsaved(), .. crashes], contents.TakeUnanswered(), contents.Crashes.TakeLeft(), poison.TakeUnsaved(), _saved);
            _saved = null;
            _rounds++;
            return batch;
        }
    }

    /// <summary>A round is over: what it had to answer is answered.</summary>
    public void Finish()
    {
        lock (gate)
        {
            _finished++;
        }
    }

    /// <summary>What the batch had to save is saved.</summary>
    public void Saved(SettlementBatch batch)
    {
        if (batch.Left.Count + batch.Poison.Count > 0)
        {
            lock (gate)
            {
                poison.Saved(batch);
            }
        }

        batch.Waiting?.SetResult();
    }
}
