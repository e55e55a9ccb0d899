using Aion.Contracts.Events;

namespace Aion.StatusKanban.Tests.FakeDapr;

/// <summary>A topic with one subscriber: what is not acknowledged comes again, in order, when the stream is opened again.</summary>
internal sealed class FakeTopic
{
    private readonly List<KanbanEvent> _events = [];
    private readonly HashSet<int> _acknowledged = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many events went out so far, over all streams.</summary>
    public int Sent { get; private set; }

    public IReadOnlyList<KanbanEvent> Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    public int Unacknowledged
    {
        get
        {
            lock (_events)
            {
                return _events.Count - _acknowledged.Count;
            }
        }
    }

    public void Append(IEnumerable<KanbanEvent> events)
    {
        lock (_events)
        {
            _events.AddRange(events);
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The next unacknowledged event at or after the place, waiting for it if need be.</summary>
    public async Task<(int Place, KanbanEvent Event)> NextAsync(int place, CancellationToken ct)
    {
        while (true)
        {
            Task changed;
            lock (_events)
            {
                for (; place < _events.Count; place++)
                {
                    if (!_acknowledged.Contains(place))
                    {
                        Sent++;
                        return (place, _events[place]);
                    }
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(ct);
        }
    }

    /// <summary>Acknowledges the oldest unacknowledged event of the id.</summary>
    public void Acknowledge(string id)
    {
        lock (_events)
        {
            for (var place = 0; place < _events.Count; place++)
            {
                if (_events[place].Id == id && _acknowledged.Add(place))
                {
                    return;
                }
            }
        }
    }
}
