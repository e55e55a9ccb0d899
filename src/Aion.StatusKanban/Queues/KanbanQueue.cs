using Aion.Contracts.Events;
using Aion.Contracts.V1;
using Aion.StatusKanban.State;

namespace Aion.StatusKanban.Queues;

/// <summary>
/// The kanbans that the sidecar delivered for one (service, number), and the clients that compete for them. Every member takes
/// the queue's one lock, for a short time; what happens under it is in <see cref="QueueDispatch"/>.
/// </summary>
internal sealed class KanbanQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly QueueContext _context;
    private readonly QueueContents _contents;
    private readonly QueueDispatch _dispatch;
    private TaskCompletionSource? _room;

    public KanbanQueue(QueueKey key, QueueContext context)
    {
        (Key, _context) = (key, context);
        _contents = new QueueContents(key);
        _dispatch = new QueueDispatch(this, _contents, context);
    }

    public QueueKey Key { get; }

    /// <summary>How many kanbans are held and not acknowledged.</summary>
    public int Count => Locked(static queue => queue._contents.Count);

    /// <summary>How many clients are attached.</summary>
    public int Consumers => Locked(static queue => queue._dispatch.Consumers);

    /// <summary>Fills the ledger; call it before the first <see cref="Offer"/>.</summary>
    public Task LoadAsync(StateStore state, CancellationToken ct) => _contents.Ledger.LoadAsync(state, ct);

    /// <summary>Takes in what the subscription delivered, unless its id is known.</summary>
    /// <param name="connection">The subscription.</param>
    /// <param name="eventId">The id under which the sidecar wants its answer.</param>
    /// <param name="envelope">The event.</param>
    /// <param name="kanban">Its data.</param>
    /// <param name="problem">Why it is no kanban: it goes to kanban.dead and does not hold up the ones behind it.</param>
    public void Offer(QueueConnection connection, string eventId, KanbanEvent envelope, KanbanMessage kanban, string? problem)
    {
        lock (_gate)
        {
            if (_contents.Admit(connection, eventId, envelope, kanban) is not { } held)
            {
                _dispatch.Repeated();
            }
            else if (problem is not null)
            {
                _dispatch.SetAside(held, DeadReasons.Invalid, problem);
            }
            else
            {
                _contents.Enqueue(held);
                _dispatch.Pump();
            }
        }
    }

    /// <summary>Completes when the queue holds less than it may.</summary>
    public Task HasRoomAsync()
    {
        lock (_gate)
        {
            return _contents.Count < _context.Options.HeldPerQueue
                ? Task.CompletedTask
                : (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>The subscription is lost: its stream ended, or the queue is no longer declared.</summary>
    public void Disconnect(QueueConnection connection)
    {
        lock (_gate)
        {
            connection.Close();
            _contents.ForgetWaiting(connection);
            FreeRoom();
        }
    }

    /// <summary>A new client.</summary>
    /// <param name="explicitAnswers">It answers by id; if not, it is a stream of kanbanpb.</param>
    public QueueConsumer Attach(bool explicitAnswers)
    {
        var consumer = new QueueConsumer(this, explicitAnswers);
        lock (_gate)
        {
            _dispatch.Add(consumer);
        }

        return consumer;
    }

    /// <summary>
    /// Settles what kanbanpb streams of this queue hold, as their service sent an output: the oldest kanban, or all of them when
    /// the service has finished.
    /// </summary>
    public void SettleByOutput(bool all)
    {
        lock (_gate)
        {
            _dispatch.SettleByOutput(all);
            FreeRoom();
        }
    }

    /// <summary>What the settlement loop has to save and then to answer.</summary>
    public SettlementBatch TakeSettlement()
    {
        lock (_gate)
        {
            return new SettlementBatch(_contents.Ledger.TakeUnsaved(), _contents.TakeUnanswered());
        }
    }

    /// <summary>A copy of the state for display, with at most <paramref name="limit"/> kanbans.</summary>
    public QueueInfo Describe(int limit)
    {
        lock (_gate)
        {
            return _dispatch.Describe(limit);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _dispatch.Dispose();

    internal void Await(QueueConsumer consumer)
    {
        lock (_gate)
        {
            _dispatch.Await(consumer);
        }
    }

    internal HeldKanban? TryTake(QueueConsumer consumer)
    {
        lock (_gate)
        {
            return _dispatch.TryTake(consumer);
        }
    }

    internal HeldKanban? Find(QueueConsumer consumer, string kanbanId)
    {
        lock (_gate)
        {
            return consumer.Holds.Find(held => held.Event.Id == kanbanId);
        }
    }

    /// <summary>Ends the client's hold on the kanban in one of the ways of <see cref="Ending"/>; nothing happens when it has none.</summary>
    internal void End(QueueConsumer consumer, HeldKanban held, Ending ending, string reason)
    {
        lock (_gate)
        {
            _dispatch.End(consumer, held, ending, reason);
            FreeRoom();
        }
    }

    internal void SettleAll(QueueConsumer consumer)
    {
        lock (_gate)
        {
            _dispatch.SettleAll(consumer);
            FreeRoom();
        }
    }

    internal void Close(QueueConsumer consumer)
    {
        lock (_gate)
        {
            consumer.MarkClosed();
        }
    }

    internal void Detach(QueueConsumer consumer)
    {
        lock (_gate)
        {
            _dispatch.Detach(consumer);
            FreeRoom();
        }
    }

    internal void Wake()
    {
        lock (_gate)
        {
            _dispatch.Pump();
        }
    }

    /// <summary>The kanban is durable in kanban.dead: it leaves the queue.</summary>
    internal void FinishSetAside(HeldKanban held)
    {
        lock (_gate)
        {
            _dispatch.Settle(held);
            FreeRoom();
        }
    }

    private void FreeRoom()
    {
        if (_room is { } room && _contents.Count < _context.Options.HeldPerQueue)
        {
            _room = null;
            room.SetResult();
        }
    }

    private int Locked(Func<KanbanQueue, int> read)
    {
        lock (_gate)
        {
            return read(this);
        }
    }
}
