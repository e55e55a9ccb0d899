using Aion.ServiceBroker.Lifecycle.Machine;

namespace Aion.ServiceBroker.Lifecycle.Board;

/// <summary>One instance as this broker sees it.</summary>
internal sealed class BoardEntry(LifecycleState state)
{
    private volatile LifecycleState _state = state;
    private volatile InstanceStatus _status = StatusView.Of(state);
    private long _wokenAt;
    private int _woken;
    private int _wakeSent;

    public LifecycleState State => _state;

    /// <summary>Made when the state changes, not when somebody asks.</summary>
    public InstanceStatus Status => _status;

    /// <summary>What the project wants, as it was handed to the workflow last.</summary>
    public InstanceDefinition? Target { get; set; }

    /// <summary>The project no longer has it: it leaves the board when it has ended.</summary>
    public bool Leaving { get; set; }

    /// <summary>The verdict that the workflow was told last.</summary>
    public DependencyVerdict Verdict { get; set; } = DependencyVerdict.None;

    /// <summary>Whether it runs or is about to, so that a kanban need not wake it.</summary>
    public bool IsAwake => _state.Phase == InstanceState.Starting || _state.Phase.IsUp();

    /// <summary>Neither running nor about to, although nobody stopped it: only a kanban can change that.</summary>
    public bool IsIdle => _state is { Wanted: false, StoppedByHand: false, GaveUp: false, Held: false } && _state.Phase.IsIdle();

    public void Update(LifecycleState next)
    {
        if (next.Run != _state.Run)
        {
            Volatile.Write(ref _woken, 0);
        }

        _state = next;
        _status = StatusView.Of(next);
        Volatile.Write(ref _wakeSent, 0);
    }

    /// <summary>Notes that a kanban was routed to it. True: its workflow has to be told.</summary>
    public bool NoteKanban(long timestamp)
    {
        Volatile.Write(ref _wokenAt, timestamp);
        Volatile.Write(ref _woken, 1);
        return !IsAwake && Interlocked.Exchange(ref _wakeSent, 1) == 0;
    }

    /// <summary>Whether a kanban came since its start, and how long ago the last one did.</summary>
    public bool WasWoken(TimeProvider time, out TimeSpan ago)
    {
        ago = time.GetElapsedTime(Volatile.Read(ref _wokenAt));
        return Volatile.Read(ref _woken) != 0;
    }
}
