using Aion.Sidecar.Workflows.Storage;

namespace Aion.Sidecar.Workflows.Dispatch;

/// <summary>The activities of one app, queued fairly by instance, found by token or by name. Guarded by the queue.</summary>
internal sealed class TaskBoard
{
    private readonly Dictionary<string, TaskSlot> _byToken = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Instance, int Id), TaskSlot> _byName = [];
    private readonly Dictionary<(long Instance, int Id, long Turn), TaskSlot> _byTask = [];
    private readonly FairQueue<TaskSlot> _queue = new();

    /// <summary>The most activities that may be out at once.</summary>
    public int Most { get; set; } = int.MaxValue;

    /// <summary>How many activities workers have, or are being committed.</summary>
    public int Out { get; private set; }

    public bool HasWork => _queue.Count > 0 && Out < Most;

    public void Add(PendingTask task)
    {
        if (!_byTask.ContainsKey(Key(task)))
            Enqueue(new TaskSlot(task));
    }

    public TaskSlot? TryTake()
    {
        while (Out < Most && _queue.TryDequeue(out var slot))
        {
            if (slot.State != WorkState.Queued)
                continue;
            Out++;
            slot.WasGiven = true;
            return slot;
        }

        return null;
    }

    /// <summary>Takes an answer in; null: it is not, or no longer, awaited.</summary>
    public TaskSlot? Answer(string instanceId, int taskId, string token)
    {
        var slot = token.Length > 0 ? _byToken.GetValueOrDefault(token) : _byName.GetValueOrDefault((instanceId, taskId));
        if (slot is null || slot.State == WorkState.Answered)
            return null;

        // The worker that had it was thought to be gone.
        if (slot.State == WorkState.Queued)
            Out++;
        slot.State = WorkState.Answered;
        return slot;
    }

    /// <summary>Gives it to a worker again.</summary>
    public void Requeue(TaskSlot slot)
    {
        if (!_byToken.ContainsKey(slot.Token))
            return;
        Out--;
        slot.State = WorkState.Queued;
        _queue.Enqueue(slot.Task.Instance.Key, slot);
    }

    public void End(TaskSlot slot)
    {
        if (Remove(slot))
            Out--;
    }

    /// <summary>Forgets the activities of an instance that no worker has yet.</summary>
    public void Cancel(long instance)
    {
        foreach (var slot in _queue.Remove(instance).Where(slot => slot.State == WorkState.Queued))
            Remove(slot);
    }

    /// <summary>Gives what the worker has to others.</summary>
    public void TakeBack(Worker worker)
    {
        foreach (var slot in _byToken.Values)
        {
            if (slot.State == WorkState.Out && slot.Worker == worker)
                Requeue(slot);
        }
    }

    /// <summary>
    /// Forgets all but what workers had and did not answer: the work may have been done, and its result may still come.
    /// </summary>
    public void Forget()
    {
        var kept = _byToken.Values.Where(slot => slot is { WasGiven: true, State: WorkState.Out or WorkState.Queued }).ToList();
        _byToken.Clear();
        _byName.Clear();
        _byTask.Clear();
        _queue.Clear();
        Out = 0;
        foreach (var slot in kept)
        {
            (slot.State, slot.Worker) = (WorkState.Queued, null);
            Enqueue(slot);
        }
    }

    private void Enqueue(TaskSlot slot)
    {
        _byTask[Key(slot.Task)] = slot;
        // One of the same name from before the workflow continued as new may still be out; its token finds it.
        _byName[slot.Name] = slot;
        _byToken.Add(slot.Token, slot);
        _queue.Enqueue(slot.Task.Instance.Key, slot);
    }

    private static (long Instance, int Id, long Turn) Key(PendingTask task) => (task.Instance.Key, task.Id, task.Turn);

    private bool Remove(TaskSlot slot)
    {
        slot.State = WorkState.Done;
        if (_byName.TryGetValue(slot.Name, out var named) && ReferenceEquals(named, slot))
            _byName.Remove(slot.Name);
        _byTask.Remove(Key(slot.Task));
        return _byToken.Remove(slot.Token);
    }
}
