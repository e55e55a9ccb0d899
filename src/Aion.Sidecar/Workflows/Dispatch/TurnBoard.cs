using Aion.Sidecar.Workflows.Storage;

namespace Aion.Sidecar.Workflows.Dispatch;

/// <summary>The instances of one app that have a turn to do, in the order in which they became ready. Guarded by the queue.</summary>
internal sealed class TurnBoard
{
    private readonly Dictionary<string, TurnSlot> _slots = new(StringComparer.Ordinal);
    private readonly Queue<TurnSlot> _ready = [];

    /// <summary>The most turns that may be out at once.</summary>
    public int Most { get; set; } = int.MaxValue;

    /// <summary>How many turns workers have, or are being committed.</summary>
    public int Out { get; private set; }

    public bool HasWork => _ready.Count > 0 && Out < Most;

    public void Add(InstanceRef instance)
    {
        if (_slots.TryGetValue(instance.Id, out var slot) && slot.Instance == instance)
        {
            slot.HasMore = true;
            return;
        }

        // Another one of this id was purged: what its worker answers is of no use.
        if (slot is not null)
            Leave(slot);
        slot = new TurnSlot(instance);
        _slots[instance.Id] = slot;
        _ready.Enqueue(slot);
    }

    public TurnSlot? TryTake()
    {
        while (Out < Most && _ready.TryDequeue(out var slot))
        {
            if (slot.State != WorkState.Queued)
                continue;
            Out++;
            slot.HasMore = false;
            slot.Turn = null;
            slot.Token = Guid.NewGuid().ToString("N");
            return slot;
        }

        return null;
    }

    /// <summary>The turn that an answer is for; null: none.</summary>
    public TurnSlot? Find(string instanceId, string token)
    {
        if (!_slots.TryGetValue(instanceId, out var slot) || slot.State != WorkState.Out || slot.Turn is null)
            return null;

        // Old workers do not give tokens back.
        return token.Length == 0 || token == slot.Token ? slot : null;
    }

    /// <summary>The turn is over; the instance goes to the end if it is to have another.</summary>
    public void End(TurnSlot slot, bool isReady)
    {
        if (!_slots.TryGetValue(slot.Instance.Id, out var current) || !ReferenceEquals(current, slot))
            return;
        if (isReady || slot.HasMore)
            Requeue(slot);
        else
            Leave(slot);
    }

    /// <summary>Gives what the worker has to others.</summary>
    public void TakeBack(Worker worker)
    {
        foreach (var slot in _slots.Values)
        {
            if (slot.State == WorkState.Out && slot.Worker == worker)
                Requeue(slot);
        }
    }

    public void Clear()
    {
        _slots.Clear();
        _ready.Clear();
        Out = 0;
    }

    private void Requeue(TurnSlot slot)
    {
        Out--;
        slot.State = WorkState.Queued;
        _ready.Enqueue(slot);
    }

    private void Leave(TurnSlot slot)
    {
        if (slot.State is WorkState.Out or WorkState.Answered)
            Out--;
        slot.State = WorkState.Done;
        _slots.Remove(slot.Instance.Id);
    }
}
