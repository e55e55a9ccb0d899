using System.Threading.Tasks.Sources;

namespace Aion.StatusKanban.Queues;

/// <summary>
/// One client of a queue: it competes with the queue's other clients, and each kanban goes to one of them. Taking is for one
/// caller at a time. Disposing gives back what it holds.
/// </summary>
internal sealed class QueueConsumer : IValueTaskSource<HeldKanban?>, IDisposable
{
    private readonly Lock _gate;
    private readonly QueueDispatch _dispatch;
    private readonly QueueEndings _endings;
    private ManualResetValueTaskSourceCore<HeldKanban?> _next = new() { RunContinuationsAsynchronously = true };

    internal QueueConsumer(Lock gate, QueueDispatch dispatch, QueueEndings endings, bool explicitAnswers)
    {
        (_gate, _dispatch, _endings) = (gate, dispatch, endings);
        ExplicitAnswers = explicitAnswers;
        CountsAttempts = explicitAnswers;
    }

    /// <summary>Its client answers every kanban by id; if not, it is a stream of kanbanpb.</summary>
    public bool ExplicitAnswers { get; }

    /// <summary>How many kanbans it may hold.</summary>
    public int Prefetch { get; set; } = int.MaxValue;

    /// <summary>When the client dies, the kanban that it worked on counts as tried.</summary>
    public bool CountsAttempts { get; set; }

    /// <summary>What it holds, oldest first. Guarded by the queue's lock, as everything internal here.</summary>
    internal List<HeldKanban> Holds { get; } = [];

    internal bool IsClosed { get; private set; }

    internal bool IsWaiting { get; private set; }

    /// <summary>Waits for the next kanban; null when the consumer was closed.</summary>
    public ValueTask<HeldKanban?> TakeAsync()
    {
        _next.Reset();
        lock (_gate)
        {
            _dispatch.Await(this);
        }

        return new ValueTask<HeldKanban?>(this, _next.Version);
    }

    /// <summary>The next kanban if one is waiting, else null.</summary>
    public HeldKanban? TryTake()
    {
        lock (_gate)
        {
            return _dispatch.TryTake(this);
        }
    }

    /// <summary>The kanban of this id that the client holds, or null.</summary>
    public HeldKanban? Find(string kanbanId)
    {
        lock (_gate)
        {
            return Holds.Find(held => held.Event.Id == kanbanId);
        }
    }

    /// <summary>Ends the hold on a kanban.</summary>
    public void End(HeldKanban held, Ending ending, string reason)
    {
        lock (_gate)
        {
            _endings.End(this, held, ending, reason);
        }
    }

    /// <summary>Everything it holds is done with.</summary>
    public void SettleAll()
    {
        lock (_gate)
        {
            _endings.SettleAll(this);
        }
    }

    /// <summary>Ends a wait with null; what is held stays held until the consumer is disposed.</summary>
    public void Close()
    {
        lock (_gate)
        {
            MarkClosed();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            _endings.Detach(this);
        }
    }

    /// <summary>It has room, and none of the two is suspected to crash the service.</summary>
    internal bool MayHave(HeldKanban next) =>
        Holds.Count == 0 || (Holds.Count < Prefetch && !Holds[0].IsSuspect && !next.IsSuspect);

    internal void Wait() => IsWaiting = true;

    /// <summary>Ends the wait, with null when it is over for good. The client goes on in another thread, outside the lock.</summary>
    internal void Hand(HeldKanban? held)
    {
        IsWaiting = false;
        _next.SetResult(held);
    }

    internal void MarkClosed()
    {
        IsClosed = true;
        if (IsWaiting)
        {
            Hand(null);
        }
    }

    HeldKanban? IValueTaskSource<HeldKanban?>.GetResult(short token) => _next.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<HeldKanban?>.GetStatus(short token) => _next.GetStatus(token);

    void IValueTaskSource<HeldKanban?>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _next.OnCompleted(continuation, state, token, flags);
}
