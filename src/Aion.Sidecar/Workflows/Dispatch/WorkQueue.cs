using Aion.Sidecar.Workflows.Storage;

namespace Aion.Sidecar.Workflows.Dispatch;

/// <summary>
/// What the workers of one app have to do, and who does what. It is empty while no worker is connected: the store knows it all,
/// and tells it anew to every worker that connects. Instances take their turns in the order in which they became ready.
/// </summary>
internal sealed class WorkQueue
{
    private readonly Lock _gate = new();
    private readonly HashSet<Worker> _workers = [];
    private readonly Queue<Worker> _idle = [];
    private readonly Dictionary<string, TurnSlot> _turns = new(StringComparer.Ordinal);
    private readonly Queue<TurnSlot> _ready = [];
    private readonly TaskBoard _tasks = new();
    private int _mostTurns = int.MaxValue;
    private int _mostTasks = int.MaxValue;
    private int _turnsOut;
    private int _tasksOut;
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
            (_mostTurns, _mostTasks) = (turns > 0 ? turns : int.MaxValue, tasks > 0 ? tasks : int.MaxValue);
    }

    public void Connect(Worker worker)
    {
        lock (_gate)
            _workers.Add(worker);
    }

    /// <summary>What the worker had goes to the others; if there is none, everything is forgotten.</summary>
    public void Disconnect(Worker worker)
    {
        lock (_gate)
        {
            _workers.Remove(worker);
            if (_workers.Count == 0)
            {
                Clear();
                return;
            }

            foreach (var slot in _turns.Values.Where(slot => slot.State == WorkState.Out && slot.Worker == worker).ToList())
                Requeue(slot);
            foreach (var slot in _tasks.OutWith(worker))
                Requeue(slot);

            // It may have been woken for work that it did not take.
            Wake();
        }
    }

    public void AddTurn(InstanceRef instance)
    {
        lock (_gate)
        {
            if (_workers.Count == 0)
                return;
            if (_turns.TryGetValue(instance.Id, out var slot) && slot.Instance == instance)
            {
                slot.HasMore = true;
                return;
            }

            // Another one of this id was purged: what its worker answers is of no use.
            if (slot is not null)
                Leave(slot);
            slot = new TurnSlot(instance);
            _turns[instance.Id] = slot;
            _ready.Enqueue(slot);
            Wake();
        }
    }

    public void AddTask(PendingTask task)
    {
        lock (_gate)
        {
            if (_workers.Count > 0 && _tasks.TryAdd(task))
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
            var slot = _isTurnNext ? TakeTurn() ?? (WorkSlot?)TakeTask() : (WorkSlot?)TakeTask() ?? TakeTurn();
            if (slot is not null)
            {
                slot.State = WorkState.Out;
                slot.Worker = worker;
            }
            else if (!worker.IsIdle && _workers.Contains(worker))
            {
                worker.IsIdle = true;
                _idle.Enqueue(worker);
            }

            return slot;
        }
    }

    /// <summary>Takes the answer to a turn in; null: it is not, or no longer, awaited.</summary>
    public TurnSlot? AnswerTurn(string instanceId, string token)
    {
        lock (_gate)
        {
            // Old workers do not give tokens back.
            if (!_turns.TryGetValue(instanceId, out var slot) || slot.State != WorkState.Out || slot.Turn is null || (token.Length > 0 && token != slot.Token))
                return null;
            slot.State = WorkState.Answered;
            return slot;
        }
    }

    /// <summary>Takes the answer to an activity in; null: it is not, or no longer, awaited.</summary>
    public TaskSlot? AnswerTask(string instanceId, int taskId, string token)
    {
        lock (_gate)
        {
            var slot = _tasks.Find(instanceId, taskId, token);
            if (slot is null || slot.State == WorkState.Answered)
                return null;
            if (slot.State == WorkState.Queued)
                _tasksOut++;
            slot.State = WorkState.Answered;
            return slot;
        }
    }

    /// <summary>The turn is over; the instance goes to the end of the queue if it is to have another.</summary>
    public void EndTurn(TurnSlot slot, bool isReady)
    {
        lock (_gate)
        {
            if (!IsCurrent(slot))
                return;
            if (isReady || slot.HasMore)
                Requeue(slot);
            else
                Leave(slot);
            Wake();
        }
    }

    public void EndTask(TaskSlot slot)
    {
        lock (_gate)
        {
            if (!_tasks.Remove(slot))
                return;
            _tasksOut--;
            Wake();
        }
    }

    /// <summary>Gives it to a worker again, since its answer could not be stored.</summary>
    public void Repeat(TaskSlot slot)
    {
        lock (_gate)
        {
            if (_tasks.Contains(slot))
                Requeue(slot);
        }
    }

    private bool IsCurrent(TurnSlot slot) => _turns.TryGetValue(slot.Instance.Id, out var current) && ReferenceEquals(current, slot);

    private TurnSlot? TakeTurn()
    {
        while (_turnsOut < _mostTurns && _ready.TryDequeue(out var slot))
        {
            if (slot.State != WorkState.Queued)
                continue;
            _turnsOut++;
            slot.HasMore = false;
            slot.Turn = null;
            slot.Token = Guid.NewGuid().ToString("N");
            return slot;
        }

        return null;
    }

    private TaskSlot? TakeTask()
    {
        if (_tasksOut >= _mostTasks || _tasks.TryTake() is not { } slot)
            return null;
        _tasksOut++;
        return slot;
    }

    private void Requeue(TurnSlot slot)
    {
        _turnsOut--;
        slot.State = WorkState.Queued;
        _ready.Enqueue(slot);
        Wake();
    }

    private void Requeue(TaskSlot slot)
    {
        _tasksOut--;
        _tasks.Requeue(slot);
        Wake();
    }

    private void Leave(TurnSlot slot)
    {
        if (slot.State is WorkState.Out or WorkState.Answered)
            _turnsOut--;
        slot.State = WorkState.Done;
        _turns.Remove(slot.Instance.Id);
    }

    private void Wake()
    {
        if (!((_ready.Count > 0 && _turnsOut < _mostTurns) || (_tasks.Queued > 0 && _tasksOut < _mostTasks)))
            return;
        while (_idle.TryDequeue(out var worker))
        {
            if (!_workers.Contains(worker))
                continue;
            worker.IsIdle = false;
            worker.Wake();
            return;
        }
    }

    private void Clear()
    {
        _turns.Clear();
        _ready.Clear();
        _tasks.Clear();
        _idle.Clear();
        _turnsOut = _tasksOut = 0;
    }
}
