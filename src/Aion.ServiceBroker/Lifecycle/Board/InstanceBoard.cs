using System.Collections.Concurrent;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Telemetry;

namespace Aion.ServiceBroker.Lifecycle.Board;

/// <summary>
/// The states of all instances in memory: written by their workflows, read by whoever routes, plans or shows. Every change is
/// announced.
/// </summary>
internal sealed class InstanceBoard(LifecycleJournal journal, BrokerMetrics metrics, ILogger<InstanceBoard> logger)
{
    private readonly ConcurrentDictionary<(string Service, int Number), BoardEntry> _entries = [];
    private readonly ConcurrentDictionary<string, BoardEntry[]> _byService = [];
    private readonly Lock _arranging = new();
    private volatile BoardEntry[] _inOrder = [];
    private TaskCompletionSource _changed = NewSource();

    /// <summary>Called with every change, on the thread of the workflow: the state before and the entry.</summary>
    public event Action<LifecycleState, BoardEntry>? Changed;

    /// <summary>Every instance, by service in the order of the project and by number.</summary>
    public IReadOnlyList<BoardEntry> Entries => _inOrder;

    /// <summary>The instances of a service by number; none when there is no such service.</summary>
    public IReadOnlyList<BoardEntry> Of(string service) => _byService.GetValueOrDefault(service, []);

    public BoardEntry? Find(string service, int number) => _entries.GetValueOrDefault((service, number));

    /// <summary>Whether it is still among the entries.</summary>
    public bool Has(BoardEntry entry) => Find(entry.State.Service, entry.State.Number) == entry;

    /// <summary>
    /// Makes these the instances that there are, in this order. Those that are new come with the state that their workflow begins
    /// with; those that are gone stay among the entries until they have ended.
    /// </summary>
    public void Arrange(IReadOnlyList<LifecycleState> wanted)
    {
        lock (_arranging)
        {
            var order = wanted.Select(s => _entries.GetOrAdd((s.Service, s.Number), _ => new BoardEntry(s))).ToList();
            order.ForEach(e => e.Leaving = false);
            foreach (var gone in _inOrder.Except(order).ToArray())
            {
                gone.Leaving = true;
                order.Add(gone);
            }

            _inOrder = [.. order];
            foreach (var service in _inOrder.GroupBy(e => e.State.Service))
            {
                _byService[service.Key] = [.. service.OrderBy(e => e.State.Number)];
            }
        }
    }

    /// <summary>Takes a state over. One that belongs to no instance is ignored: its service was taken away.</summary>
    public void Publish(LifecycleState state)
    {
        if (!_entries.TryGetValue((state.Service, state.Number), out var entry))
        {
            return;
        }

        var before = entry.State;
        entry.Update(state);
        Tell(before, entry);
        DropIfGone(entry);
        Changed?.Invoke(before, entry);
        Interlocked.Exchange(ref _changed, NewSource()).TrySetResult();
    }

    /// <summary>Waits until all of these instances are as wanted. False: the time is over.</summary>
    public async Task<bool> WaitAsync(Func<bool> isReached, TimeSpan limit, TimeProvider time, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            if (isReached())
            {
                return true;
            }

            try
            {
                await changed.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return isReached();
            }
        }
    }

    /// <summary>The broker has stopped and everything with it: what people saw last has to say so.</summary>
    public void ShowStopped(DateTimeOffset now)
    {
        foreach (var entry in _inOrder.Where(e => e.State.Phase != InstanceState.Stopped))
        {
            var cause = new InstanceCause(CauseKind.Requested, "the broker stopped");
            journal.Add(entry.Status with { State = InstanceState.Stopped, Since = now, Cause = cause, Pid = null, NextTry = null }, null);
        }
    }

    // One that the project wants again by now stays: its next life begins here.
    private void DropIfGone(BoardEntry entry)
    {
        if (!entry.State.Removed)
        {
            return;
        }

        lock (_arranging)
        {
            if (entry.Leaving && _entries.TryRemove(new KeyValuePair<(string, int), BoardEntry>((entry.State.Service, entry.State.Number), entry)))
            {
                _inOrder = [.. _inOrder.Where(e => e != entry)];
                _byService[entry.State.Service] = [.. Of(entry.State.Service).Where(e => e != entry)];
            }
        }
    }

    private void Tell(LifecycleState before, BoardEntry entry)
    {
        var state = entry.State;
        if (state.Run > before.Run)
        {
            metrics.Started(state.Service);
        }

        var fresh = (int)Math.Clamp(state.TransitionCount - before.TransitionCount, 0, state.Transitions.Count);
        foreach (var transition in state.Transitions.TakeLast(fresh))
        {
            journal.Add(entry.Status, transition);
        }

        if (fresh > 0 && state.Phase.IsPaused() && state.NextTry is { } next)
        {
            Log.Backoff(logger, entry.Status.Name, state.Cause?.Text, (next - state.Since).TotalSeconds);
        }

        if (state.Rejected is { } rejected && rejected != before.Rejected && before.Rejected?.At != rejected.At)
        {
            Log.RolledBack(logger, entry.Status.Name, rejected.Cause.Text);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
