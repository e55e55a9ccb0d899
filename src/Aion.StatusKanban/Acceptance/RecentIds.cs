namespace Aion.StatusKanban.Acceptance;

/// <summary>The ids that callers gave lately, each with the outcome of its first call. The oldest are forgotten.</summary>
internal sealed class RecentIds(int capacity)
{
    private readonly Dictionary<string, Task<Refusal?>> _outcomes = [];
    private readonly Queue<string> _order = [];
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
            if (_outcomes.TryGetValue(id, out var known))
            {
                repeated = true;
                return known;
            }

            outcome = new TaskCompletionSource<Refusal?>(TaskCreationOptions.RunContinuationsAsynchronously);
            Remember(id, outcome.Task);
        }

        repeated = false;
        return FinishAsync(id, accept, outcome);
    }

    private void Remember(string id, Task<Refusal?> outcome)
    {
        _outcomes.Add(id, outcome);
        _order.Enqueue(id);
        while (_order.Count > capacity)
        {
            _outcomes.Remove(_order.Dequeue());
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
                lock (_gate)
                {
                    _outcomes.Remove(id);
                }
            }

            outcome.SetResult(failure);
        }
    }
}
