using Aion.Contracts.Events;
using Aion.StatusKanban.Crashes;

namespace Aion.StatusKanban.Queues;

/// <summary>
/// What a queue holds: everything by id, and in order what waits for a client. Not safe for concurrent use: the queue's lock
/// guards it.
/// </summary>
internal sealed class QueueContents(QueueKey key, int poisonCrashes)
{
    private readonly Dictionary<string, HeldKanban> _held = [];
    private readonly LinkedList<HeldKanban> _waiting = [];
    private List<Answer> _unanswered = [];
    private TaskCompletionSource? _room;
    private int _limit;
    private long _sequence;

    public QueueLedger Ledger { get; } = new(key);

    public QueueCrashes Crashes { get; } = new(key, poisonCrashes);

    public int Count => _held.Count;

    /// <summary>Everything held, in the order of the queue.</summary>
    public IEnumerable<HeldKanban> InOrder => _held.Values.OrderBy(held => held.Sequence);

    public HeldKanban? FirstWaiting => _waiting.First?.Value;

    /// <summary>Takes in a new kanban. Null when its id is known: then the sidecar is answered when the first one is settled.</summary>
    public HeldKanban? Admit(QueueConnection connection, string eventId, KanbanEvent envelope, KanbanMessage kanban)
    {
        if (Ledger.Contains(envelope.Id))
        {
            _unanswered.Add(new Answer(connection, eventId));
            return null;
        }

        if (_held.TryGetValue(envelope.Id, out var known))
        {
            known.Arrivals = known.Connection == connection ? known.Arrivals + 1 : 1;
            known.Connection = connection;
            return null;
        }

        var held = new HeldKanban
        {
            EventId = eventId,
            Event = envelope,
            Kanban = kanban,
            Sequence = ++_sequence,
            Connection = connection,
            IsSuspect = Crashes.CountOf(envelope.Id) > 0,
        };
        _held.Add(envelope.Id, held);
        return held;
    }

    /// <summary>The kanban of this id, if it is held.</summary>
    public HeldKanban? Find(string id) => _held.GetValueOrDefault(id);

    /// <summary>Puts the kanban where its place in the queue is. New ones go last, given-back ones to the front.</summary>
    public void Enqueue(HeldKanban held)
    {
        if (_waiting.Last is not { } last || last.Value.Sequence < held.Sequence)
        {
            _waiting.AddLast(held);
            return;
        }

        var node = _waiting.First!;
        while (node.Value.Sequence < held.Sequence)
        {
            node = node.Next!;
        }

        _waiting.AddBefore(node, held);
    }

    public void RemoveFirstWaiting() => _waiting.RemoveFirst();

    public void RemoveWaiting(HeldKanban held) => _waiting.Remove(held);

    /// <summary>Forgets a kanban that will be delivered again by another subscription.</summary>
    public void Forget(HeldKanban held) => Remove(held);

    /// <summary>The kanban has left the queue: its id is known from now on, and the sidecar wants its answers.</summary>
    public void Settle(HeldKanban held)
    {
        Remove(held);
        Ledger.Add(held.Event.Id);
        Crashes.Left(held.Event.Id);
        for (var i = 0; i < held.Arrivals; i++)
        {
            _unanswered.Add(new Answer(held.Connection, held.EventId));
        }
    }

    /// <summary>Forgets what waits and came by a subscription that is lost: the next one delivers it again, in the same order.</summary>
    public void ForgetWaiting(QueueConnection lost)
    {
        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Connection == lost)
            {
                Forget(node.Value);
                _waiting.Remove(node);
            }

            node = next;
        }
    }

    /// <summary>The sidecar is owed answers.</summary>
    public bool OwesAnswers => _unanswered.Count > 0;

    /// <summary>The answers that the sidecar is owed, in order; they may go out once the ledger is saved.</summary>
    public IReadOnlyList<Answer> TakeUnanswered()
    {
        var answers = _unanswered;
        _unanswered = [];
        return answers;
    }

    /// <summary>Completes when less than the limit is held.</summary>
    public Task HasRoomAsync(int limit)
    {
        if (_held.Count < limit)
        {
            return Task.CompletedTask;
        }

        _limit = limit;
        return (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    private void Remove(HeldKanban held)
    {
        _held.Remove(held.Event.Id);
        if (_room is { } room && _held.Count < _limit)
        {
            _room = null;
            room.SetResult();
        }
    }
}
