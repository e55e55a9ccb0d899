namespace Aion.StatusKanban.Acceptance;

/// <summary>The ids that callers gave lately, each with the outcome of its first call. The oldest are forgotten.</summary>
internal sealed class RecentIds(int capacity)
{
    private readonly Dictionary<string, (Task<Refusal?> Outcome, LinkedListNode<string> Place)> _known = [];
    private readonly LinkedList<string> _order = [];
    private readonly Lock _gate = new();

    /// <summary>
    /// Runs <paramref name="accept"/> for an id that is new. A repeated id gets the outcome of the first call, also while that is
    /// under way; after a failure it counts as new.
    /// </summary>
    public Task<Refusal?> OnceAsync(string id, Func<Task<Refusal?>> accept, out bool repeated)
    {
        TaskCompletionSource<Refusal?> outcome;
        lock (_gate)
        {
            if (_known.TryGetValue(id, out var known))
            {
                repeated = true;
                return known.Outcome;
            }

            outcome = new TaskCompletionSource<Refusal?>(TaskCreationOptions.RunContinuationsAsynchronously);
            Remember(id, outcome.Task);
        }

        repeated = false;
        return FinishAsync(id, accept, outcome);
    }

    private void Remember(string id, Task<Refusal?> outcome)
    {
        _known.Add(id, (outcome, _order.AddLast(id)));
        if (_known.Count > capacity)
        {
            _known.Remove(_order.First!.Value);
            _order.RemoveFirst();
        }
    }

    // A place that a failed call kept would push out, when its turn comes, the same id's later success.
    private void Forget(string id, Task<Refusal?> outcome)
    {
        lock (_gate)
        {
            if (_known.TryGetValue(id, out var known) && known.Outcome == outcome)
            {
                _known.Remove(id);
                _order.Remove(known.Place);
            }
        }
    }

    private async Task<Refusal?> FinishAsync(string id, Func<Task<Refusal?>> accept, TaskCompletionSource<Refusal?> outcome)
    {
        Refusal? failure = Refusal.Transient("The call ended early.");
        try
        {
            return failure = await accept();
        }
        finally
        {
            if (failure is not null)
            {
                Forget(id, outcome.Task);
            }

            outcome.SetResult(failure);
        }
    }
}
