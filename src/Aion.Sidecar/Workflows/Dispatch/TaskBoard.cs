using System.Runtime.InteropServices;
using Aion.Sidecar.Workflows.Storage;

namespace Aion.Sidecar.Workflows.Dispatch;

/// <summary>The activities of one app, queued fairly by instance, found by token or by name. Guarded by the queue.</summary>
internal sealed class TaskBoard
{
    private readonly Dictionary<string, TaskSlot> _byToken = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Instance, int Id), TaskSlot> _byName = [];
    private readonly FairQueue<TaskSlot> _queue = new();

    public int Queued => _queue.Count;

    /// <summary>false: it is here already.</summary>
    public bool TryAdd(PendingTask task)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_byName, (task.Instance.Id, task.Id), out _);
        if (slot is not null && slot.Task.Instance == task.Instance && slot.Task.Turn == task.Turn)
            return false;

        // One of the same name from before the workflow continued as new may still be out; its token finds it.
        slot = new TaskSlot(task);
        _byToken.Add(slot.Token, slot);
        _queue.Enqueue(task.Instance.Key, slot);
        return true;
    }

    public TaskSlot? TryTake()
    {
        while (_queue.TryDequeue(out var slot))
        {
            if (slot.State == WorkState.Queued)
                return slot;
        }

        return null;
    }

    public TaskSlot? Find(string instanceId, int taskId, string token) =>
        token.Length > 0 ? _byToken.GetValueOrDefault(token) : _byName.GetValueOrDefault((instanceId, taskId));

    public bool Contains(TaskSlot slot) => _byToken.ContainsKey(slot.Token);

    public void Requeue(TaskSlot slot)
    {
        slot.State = WorkState.Queued;
        _queue.Enqueue(slot.Task.Instance.Key, slot);
    }

    public bool Remove(TaskSlot slot)
    {
        slot.State = WorkState.Done;
        if (_byName.TryGetValue(slot.Name, out var named) && ReferenceEquals(named, slot))
            _byName.Remove(slot.Name);
        return _byToken.Remove(slot.Token);
    }

    public void Cancel(long instance)
    {
        foreach (var slot in _queue.Remove(instance).Where(slot => slot.State == WorkState.Queued))
            Remove(slot);
    }

    public List<TaskSlot> OutWith(Worker worker) =>
        [.. _byToken.Values.Where(slot => slot.State == WorkState.Out && slot.Worker == worker)];

    public void Clear()
    {
        _byToken.Clear();
        _byName.Clear();
        _queue.Clear();
    }
}
