using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Subscriptions.Crashes;

namespace Aion.Sidecar.Subscriptions.Streaming;

/// <summary>
/// The events of one stream that are sent and not settled, shared by the side that sends and the side that reads answers.
/// It says how many more may be sent: none while an event that came back holds the others back.
/// </summary>
internal sealed class StreamWindow(int size, CrashGuard? guard = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, InFlight> _byId = new(StringComparer.Ordinal);
    private TaskCompletionSource? _changed;
    private long _sequence;
    private int _count;
    private int _holding;
    private bool _wasFull, _isAlone;

    /// <summary>How many new events may be sent now.</summary>
    public int Room
    {
        get
        {
            lock (_lock)
                return _holding > 0 || _isAlone ? 0 : size - _count;
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _count == 0;
        }
    }

    /// <summary>Whether an event may be sent now; one that goes alone waits for the answers to all others.</summary>
    public bool MayAdd(bool alone)
    {
        lock (_lock)
            return _holding == 0 && !_isAlone && (!alone || _count == 0);
    }

    /// <param name="delivery">What is about to be sent.</param>
    /// <param name="id">By which the app answers.</param>
    /// <param name="alone">Nothing else is sent before it is settled.</param>
    public void Add(PubSubDelivery delivery, string id, bool alone = false)
    {
        lock (_lock)
        {
            _isAlone |= alone;
            var entry = new InFlight(delivery, id, ++_sequence);
            if (!_byId.TryAdd(id, entry))
                Last(_byId[id]).NextOfSameId = entry;
            _count++;
            guard?.HandOut(delivery);
            _wasFull |= _count >= size;
        }
    }

    /// <summary>Takes the event off the window; null: no such event is in flight.</summary>
    public PubSubDelivery? Settle(string id)
    {
        lock (_lock)
        {
            if (!_byId.TryGetValue(id, out var entry))
                return null;
            if (entry.NextOfSameId is { } next)
                _byId[id] = next;
            else
                _byId.Remove(id);
            _count--;
            guard?.Answered(entry.Delivery);
            _isAlone &= _count > 0;
            if (entry.HoldsBack && --_holding == 0)
                Changed();
            // After the window was full a quarter of it is waited for, so that what follows goes out in batches too.
            if ((_wasFull && _count <= size - Math.Max(1, size / 4)) || _count == 0)
                Changed();
            return entry.Delivery;
        }
    }

    /// <summary>How often the event was sent; 0: no such event is in flight.</summary>
    public int AttemptOf(string id)
    {
        lock (_lock)
            return _byId.TryGetValue(id, out var entry) ? entry.Attempt : 0;
    }

    /// <summary>The app wants the event again.</summary>
    public void Return(string id)
    {
        lock (_lock)
        {
            if (!_byId.TryGetValue(id, out var entry))
                return;
            if (!entry.HoldsBack)
                _holding++;
            (entry.HoldsBack, entry.IsWaiting) = (true, true);
            guard?.Answered(entry.Delivery);
            Changed();
        }
    }

    /// <summary>The events to send again, in the order of the topic; each is given out once per answer.</summary>
    public IReadOnlyList<InFlight> TakeWaiting()
    {
        lock (_lock)
        {
            if (_holding == 0)
                return [];
            InFlight[] waiting = [.. _byId.Values.Where(entry => entry.IsWaiting).OrderBy(entry => entry.Sequence)];
            foreach (var entry in waiting)
            {
                (entry.IsWaiting, entry.Attempt) = (false, entry.Attempt + 1);
                guard?.HandOut(entry.Delivery);
            }

            return waiting;
        }
    }

    /// <summary>The attempts of the event that waits longest to be sent again; 0: none waits.</summary>
    public int WaitingAttempt
    {
        get
        {
            lock (_lock)
                return _holding == 0 ? 0 : _byId.Values.Where(entry => entry.IsWaiting).Select(entry => entry.Attempt).DefaultIfEmpty().Max();
        }
    }

    /// <summary>
    /// Completes when an answer made room in a full window, emptied it, or returned or released an event that holds others
    /// back. Ask first, then look at the window, then wait.
    /// </summary>
    public Task NextChange()
    {
        lock (_lock)
            return (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    private void Changed()
    {
        _wasFull = false;
        _changed?.TrySetResult();
        _changed = null;
    }

    private static InFlight Last(InFlight entry)
    {
        while (entry.NextOfSameId is { } next)
            entry = next;
        return entry;
    }
}
