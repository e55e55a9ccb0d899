using Aion.Contracts.Events;
using Aion.Contracts.V1;
using Aion.StatusKanban.Crashes;
using Aion.StatusKanban.State;

namespace Aion.StatusKanban.Queues;

/// <summary>
/// The kanbans that the sidecar delivered for one (service, number), and the clients that compete for them. Every member takes
/// the queue's one lock, for a short time; what happens under it is in <see cref="QueueDispatch"/>.
/// </summary>
internal sealed class KanbanQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly int _limit;
    private readonly QueueContents _contents;
    private readonly QueueDispatch _dispatch;
    private readonly QueueEndings _endings;
    private readonly PoisonKanbans _poison;
    private bool _isLoaded;
    private long _offers;

    public KanbanQueue(QueueKey key, QueueContext context)
    {
        (Key, _limit) = (key, context.Options.HeldPerQueue);
        _contents = new QueueContents(key, context.Options.PoisonCrashes);
        _dispatch = new QueueDispatch(this, _contents, context);
        _endings = new QueueEndings(this, _contents, _dispatch, context);
        _poison = new PoisonKanbans(this, _contents, _dispatch, context);
        Settlement = new QueueSettlement(_gate, this, _contents, _poison, context.Settlement);
        Crashes = new CrashReports(_gate, _contents, _dispatch, _poison, Settlement);
    }

    public QueueKey Key { get; }

    public QueueSettlement Settlement { get; }

    public CrashReports Crashes { get; }

    /// <summary>How many kanbans are held and not acknowledged.</summary>
    public int Count => Locked(static queue => queue._contents.Count);

    /// <summary>How many kanbans were taken in so far, repeated ones too.</summary>
    public long Offers => Locked(static queue => queue._offers);

    /// <summary>How many clients are attached.</summary>
    public int Consumers => Locked(static queue => queue._dispatch.Consumers.Count);

    /// <summary>Fills the ledger and the crashes, once; call it before the first <see cref="Offer"/>.</summary>
    public async Task LoadAsync(StateStore state, CancellationToken ct)
    {
        if (!_isLoaded)
        {
            await _contents.Ledger.LoadAsync(state, ct);
            await _contents.Crashes.LoadAsync(state, _contents.Ledger, ct);
            _isLoaded = true;
            Crashes.Begin();
        }
    }

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
            _offers++;
            if (_contents.Admit(connection, eventId, envelope, kanban) is not { } held)
            {
                _dispatch.Counters.CountRepeated();
                Settlement.Request();
            }
            else if (problem is not null)
            {
                _endings.SetAside(held, DeadReasons.Invalid, problem);
            }
            else if (_contents.Crashes.IsPoison(held.Event.Id))
            {
                _poison.SetAside(held);
            }
            else
            {
                _endings.Enqueue(held);
                _dispatch.Pump();
            }
        }
    }

    /// <summary>Completes when the queue holds less than it may.</summary>
    public Task HasRoomAsync()
    {
        lock (_gate)
        {
            return _contents.HasRoomAsync(_limit);
        }
    }

    /// <summary>The subscription is lost: its stream ended, or the queue is no longer declared.</summary>
    public void Disconnect(QueueConnection connection)
    {
        lock (_gate)
        {
            connection.Close();
            _contents.ForgetWaiting(connection);
        }
    }

    /// <summary>The project declares the queue: its kanbans go to its clients.</summary>
    public void Declare()
    {
        lock (_gate)
        {
            _endings.Declare();
        }
    }

    /// <summary>The project no longer declares the queue: its kanbans stay where they are until it is emptied or declared.</summary>
    public void Withdraw(Withdrawal why)
    {
        lock (_gate)
        {
            _endings.Withdraw(why);
            _contents.Crashes.ForgetRun();
            Settlement.Request();
        }
    }

    /// <summary>Sets aside what is in the withdrawn queue, and everything that comes; nothing happens when it is declared again.</summary>
    public void Empty()
    {
        lock (_gate)
        {
            _endings.Empty();
        }
    }

    /// <summary>A new client.</summary>
    /// <param name="explicitAnswers">It answers by id; if not, it is a stream of kanbanpb.</param>
    public QueueConsumer Attach(bool explicitAnswers)
    {
        var consumer = new QueueConsumer(_gate, _dispatch, _endings, explicitAnswers);
        lock (_gate)
        {
            _dispatch.Consumers.Add(consumer);
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
            _endings.SettleByOutput(all);
        }
    }

    /// <summary>A copy of the state for display, with at most <paramref name="limit"/> kanbans.</summary>
    public QueueInfo Describe(int limit)
    {
        lock (_gate)
        {
            var info = new QueueInfo
            {
                Service = Key.Service,
                ProcessNumber = Key.Number,
                Consumers = _dispatch.Consumers.Count,
                Held = _contents.Count,
                Delivered = _dispatch.Counters.Delivered,
                Acknowledged = _dispatch.Counters.Acknowledged,
                RepeatedDropped = _dispatch.Counters.Repeated,
            };
            info.Kanbans.AddRange(_contents.InOrder.Take(limit).Select(held => held.Describe()));
            return info;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _dispatch.Dispose();

    /// <summary>A pause before a retry is over.</summary>
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
            _endings.Settle(held);
        }
    }

    private T Locked<T>(Func<KanbanQueue, T> read)
    {
        lock (_gate)
        {
            return read(this);
        }
    }
}
