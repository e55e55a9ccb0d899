using Aion.Sidecar.Workflows.Storage;

namespace Aion.Sidecar.Workflows.Dispatch;

/// <summary>
/// What the workers of one app have to do, and who does what. While no worker is connected it knows only the activities that
/// the last ones may still answer: the store knows it all, and tells it anew to every worker that connects.
/// </summary>
internal sealed class WorkQueue
{
    private readonly Lock _gate = new();
    private readonly WorkerRoster _workers = new();
    private readonly TurnBoard _turns = new();
    private readonly TaskBoard _tasks = new();
    private bool _isTurnNext;

    public int Workers
    {
        get
        {
            lock (_gate)
                return _workers.Count;
        }
    }

    /// <summary>Bounds what is out with workers at once; 0: no bound.</summary>
    public void Limit(int turns, int tasks)
    {
        lock (_gate)
        {
            _turns.Most = turns > 0 ? turns : int.MaxValue;
            _tasks.Most = tasks > 0 ? tasks : int.MaxValue;
        }
    }

    public void Connect(Worker worker)
    {
        lock (_gate)
            _workers.Add(worker);
    }

    /// <summary>What the worker had goes to the others; if there is none, everything is forgotten but activities that it may still answer.</summary>
    public void Disconnect(Worker worker)
    {
        lock (_gate)
        {
            _workers.Remove(worker);
            if (_workers.Count == 0)
            {
                _turns.Clear();
                _tasks.Forget();
                return;
            }

            _turns.TakeBack(worker);
            _tasks.TakeBack(worker);

            // It may also have been woken for work that it did not take.
            while (Wake())
            {
            }
        }
    }

    public void AddTurn(InstanceRef instance)
    {
        lock (_gate)
        {
            if (_workers.Count == 0)
                return;
            _turns.Add(instance);
            Wake();
        }
    }

    public void AddTask(PendingTask task)
    {
        lock (_gate)
        {
            if (_workers.Count == 0)
                return;
            _tasks.Add(task);
            Wake();
        }
    }

    /// <summary>Forgets the activities of an instance that no worker has yet.</summary>
    public void Cancel(InstanceRef instance)
    {
        lock (_gate)
            _tasks.Cancel(instance.Key);
    }

    /// <summary>The next thing to do; null: nothing now, and the worker is woken when that changes.</summary>
    public WorkSlot? TryTake(Worker worker)
    {
        lock (_gate)
        {
            // Turns and activities alternate, so that neither keeps the other waiting.
            _isTurnNext = !_isTurnNext;
            var slot = _isTurnNext ? _turns.TryTake() ?? (WorkSlot?)_tasks.TryTake() : (WorkSlot?)_tasks.TryTake() ?? _turns.TryTake();
            if (slot is not null)
            {
                slot.State = WorkState.Out;
                slot.Worker = worker;
            }
            else
            {
                _workers.Rest(worker);
            }

            return slot;
        }
    }

    /// <summary>Whether a worker still has it that was given it under this token.</summary>
    public bool IsOut(WorkSlot slot, string token)
    {
        lock (_gate)
            return slot.State == WorkState.Out && slot.Token == token;
    }

    /// <summary>Takes the answer to a turn in; null: it is not, or no longer, awaited.</summary>
    public TurnSlot? AnswerTurn(string instanceId, string token)
    {
        lock (_gate)
        {
            if (_turns.Find(instanceId, token) is not { } slot)
                return null;
            slot.State = WorkState.Answered;
            return slot;
        }
    }

    /// <summary>Takes the answer to an activity in; null: it is not, or no longer, awaited.</summary>
    public TaskSlot? AnswerTask(string instanceId, int taskId, string token)
    {
        lock (_gate)
            return _tasks.Answer(instanceId, taskId, token);
    }

    /// <summary>The turn is over; the instance goes to the end of the queue if it is to have another.</summary>
    public void EndTurn(TurnSlot slot, bool isReady)
    {
        lock (_gate)
        {
            _turns.End(slot, isReady);
            Wake();
        }
    }

    public void EndTask(TaskSlot slot)
    {
        lock (_gate)
        {
            _tasks.End(slot);
            Wake();
        }
    }

    /// <summary>Gives it to a worker again, since it could not be prepared, or its answer not be stored.</summary>
    /// <param name="slot">The work.</param>
    /// <param name="token">What it had then; when its worker went meanwhile, it may be with another one.</param>
    public void Repeat(WorkSlot slot, string token)
    {
        lock (_gate)
        {
            if (slot.Token != token || slot.State is not (WorkState.Out or WorkState.Answered))
                return;
            if (slot is TurnSlot turn)
                _turns.End(turn, isReady: true);
            else
                _tasks.Requeue((TaskSlot)slot);
            Wake();
        }
    }

    /// <summary>false: there is nobody to wake, or nothing to do.</summary>
    private bool Wake() => (_turns.HasWork || _tasks.HasWork) && _workers.Wake();
}
