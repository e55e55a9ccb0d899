namespace Aion.StatusKanban.Acceptance;

/// <summary>The ids that callers gave lately, each with the outcome of its first call. The oldest are forgotten.</summary>
internal sealed class RecentIds(int capacity)
{
    private readonly Dictionary<string, Task<string?>> _outcomes = [];
    private readonly Queue<string> _order = [];
    private readonly Lock _gate = new();

    /// <summary>
    /// Runs <paramref name="accept"/> for an id that is new. A repeated id gets the outcome of the first call, also while that is
    /// under way; after a failure it counts as new.
    /// </summary>
    public Task<string?> OnceAsync(string id, Func<Task<string?>> accept, out bool repeated)
    {
        TaskCompletionSource<string?> outcome;
        lock (_gate)
        {
            if (_outcomes.TryGetValue(id, out var known))
            {
                repeated = true;
                return known;
            }

            outcome = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
            Remember(id, outcome.Task);
        }

        repeated = false;
        return FinishAsync(id, accept, outcome);
    }

    private void Remember(string id, Task<string?> outcome)
    {
        _outcomes.Add(id, outcome);
        _order.Enqueue(id);
        while (_order.Count > capacity)
        {
            _outcomes.Remove(_order.Dequeue());
        }
    }

    private async Task<string?> FinishAsync(string id, Func<Task<string?>> accept, TaskCompletionSource<string?> outcome)
    {
        string? failure = "The call ended early.";
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
