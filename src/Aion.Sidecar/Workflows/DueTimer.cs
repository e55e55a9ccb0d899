using Aion.Sidecar.Scheduling;

namespace Aion.Sidecar.Workflows;

/// <summary>
/// Knows when the next of all durable timers, or of others that wait in the store, is due, and then has those that are fired by
/// the store, which knows which they are: so one that waits takes no memory.
/// </summary>
internal sealed class DueTimer : IAsyncDisposable
{
    private const int Next = 0;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly DueQueue<int> _queue;
    private readonly TimeProvider _time;
    private readonly Func<Task<long?>> _fire;
    private readonly Action<TimeSpan, Exception> _failed;
    private Task _firing = Task.CompletedTask;
    private long _due = long.MaxValue;
    private bool _isDisposed;

    /// <param name="time">The clock.</param>
    /// <param name="fire">Fires what is due and answers when the next one is, in UTC ticks; null: there is none.</param>
    /// <param name="failed">Is told of a failure, and after what time it fires again.</param>
    public DueTimer(TimeProvider time, Func<Task<long?>> fire, Action<TimeSpan, Exception> failed)
    {
        (_time, _fire, _failed) = (time, fire, failed);
        _queue = new DueQueue<int>(time, _ => Elapsed());
    }

    /// <summary>Something is due then.</summary>
    /// <param name="due">UTC ticks; the past: at once.</param>
    public void Advance(long due)
    {
        lock (_gate)
        {
            if (due >= _due || _isDisposed)
                return;
            _due = due;
            _queue.Set(Next, new DateTimeOffset(due, TimeSpan.Zero));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task firing;
        lock (_gate)
        {
            _isDisposed = true;
            firing = _firing;
        }

        await _queue.DisposeAsync();
        await firing;
    }

    private void Elapsed()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _due = long.MaxValue;

            // One after the other: what comes due meanwhile is another round.
            _firing = _firing.ContinueWith(_ => FireAsync(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
        }
    }

    private async Task FireAsync()
    {
        try
        {
            if (await _fire() is { } next)
                Advance(next);
        }
        catch (Exception error)
        {
            _failed(RetryDelay, error);
            Advance((_time.GetUtcNow() + RetryDelay).UtcTicks);
        }
    }
}
