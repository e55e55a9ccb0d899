using Wire = DurableTask.Protocol;

namespace Dapr.Workflow.Worker.Replay;

/// <summary>
/// What the code has asked for, by number. Each entry is either found in the history, then it is not asked for again, or is an
/// action of this turn. What the history has and the code did not ask for, or the other way round, is non-determinism.
/// </summary>
internal sealed class ActionLedger(string workflow, string instanceId)
{
    private readonly SortedDictionary<int, Wire.WorkflowAction> _pending = [];
    private readonly Dictionary<int, TaskCompletionSource<Wire.HistoryEvent>> _open = [];
    private int _count;

    /// <summary>The number of the next action.</summary>
    public int Next => _count;

    /// <summary>Whether the code waits for the outcome of an action.</summary>
    public bool IsAwaited => _open.Count > 0;

    /// <summary>The actions that the history does not have yet, in the order in which they were asked for.</summary>
    public IReadOnlyCollection<Wire.WorkflowAction> Pending => _pending.Values;

    /// <summary>Numbers an action without an outcome.</summary>
    public void Add(Wire.WorkflowAction action)
    {
        action.Id = _count++;
        _pending.Add(action.Id, action);
    }

    /// <summary>Numbers an action. The task ends with the history's entry of its outcome, on the thread that plays the history.</summary>
    public Task<Wire.HistoryEvent> AddAsync(Wire.WorkflowAction action, CancellationToken ct = default)
    {
        Add(action);
        var id = action.Id;
        var outcome = new TaskCompletionSource<Wire.HistoryEvent>();
        _open.Add(id, outcome);
        // The action stays: a replay has to find it in the history, whoever still waits for it.
        ct.Register(() =>
        {
            if (_open.Remove(id))
            {
                outcome.TrySetCanceled(ct);
            }
        });
        return outcome.Task;
    }

    /// <summary>The history has the action of this entry.</summary>
    /// <exception cref="NonDeterministicWorkflowException">The code asked for something else, or for nothing.</exception>
    public void Confirm(Wire.HistoryEvent entry)
    {
        if (!_pending.TryGetValue(entry.EventId, out var action))
        {
            throw Mismatch($"its history has {ActionText.Of(entry)} as action {entry.EventId}, which the code no longer makes");
        }

        if (ActionText.Of(action) != ActionText.Of(entry))
        {
            throw Mismatch($"its history has {ActionText.Of(entry)} as action {entry.EventId}, where the code now makes {ActionText.Of(action)}");
        }

        _pending.Remove(entry.EventId);
    }

    /// <summary>The history has the outcome of an action. One that nobody waits for, such as a cancelled timer's, is dropped.</summary>
    public void Complete(int id, Wire.HistoryEvent outcome)
    {
        if (_open.Remove(id, out var wait))
        {
            wait.TrySetResult(outcome);
        }
    }

    /// <summary>A turn begins: what was asked for in the ones before has to be in the history by now.</summary>
    /// <exception cref="NonDeterministicWorkflowException">The code asked for something that it did not ask for then.</exception>
    public void BeginTurn()
    {
        foreach (var (id, action) in _pending)
        {
            throw Mismatch($"the code now makes {ActionText.Of(action)} as action {id}, which its history does not have");
        }
    }

    private NonDeterministicWorkflowException Mismatch(string difference) => new(
        $"Workflow '{workflow}' (instance '{instanceId}') cannot be replayed: {difference}. Code that instances are still running must "
        + "make the same calls in the same order: guard the change with IsPatched, register it under a new name, or purge the instance.");
}
