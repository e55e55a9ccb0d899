namespace Aion.Sidecar.Scheduling;

/// <summary>
/// Tells when keys are due: any number of them on one timer, which sleeps until the earliest. Each key has one due time.
/// Safe for concurrent use.
/// </summary>
/// <remarks>Due times are of the wall clock. When that is set, the queue follows within a minute.</remarks>
internal sealed class DueQueue<TKey> : IAsyncDisposable
    where TKey : notnull
{
    private const int MostInBatch = 1024;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly DueHeap<TKey> _heap;
    private readonly TimeProvider _time;
    private readonly Action<IReadOnlyList<TKey>> _onDue;
    private readonly ITimer _timer;
    private DateTimeOffset _alarm = DateTimeOffset.MaxValue;
    private bool _isDraining;
    private bool _isDisposed;

    /// <param name="time">The clock.</param>
    /// <param name="onDue">
    /// Gets the keys that came due, in order; they are out of the queue by then and may be set again. Called by the timer, one
    /// batch after the other: it must be quick, must not throw, and must not keep the list.
    /// </param>
    /// <param name="comparer">Of the keys; null: the default one.</param>
    public DueQueue(TimeProvider time, Action<IReadOnlyList<TKey>> onDue, IEqualityComparer<TKey>? comparer = null)
    {
        (_time, _onDue, _heap) = (time, onDue, new DueHeap<TKey>(comparer));
        _timer = time.CreateTimer(static queue => ((DueQueue<TKey>)queue!).Drain(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many keys wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _heap.Count;
        }
    }

    /// <summary>Adds the key, or moves it. What is due already is told at once, by the timer's thread.</summary>
    public void Set(TKey key, DateTimeOffset due)
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _heap.Set(key, due);
            Arm();
        }
    }

    /// <summary>Takes the key out; false: it was not there, perhaps because it just came due.</summary>
    public bool Remove(TKey key)
    {
        // The timer stays as it is: a wake-up for nothing is cheaper than setting it anew for every removal.
        lock (_gate)
            return _heap.Remove(key);
    }

    /// <summary>Completes when no batch is being told any more.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
            _isDisposed = true;
        await _timer.DisposeAsync();
    }

    private void Drain()
    {
        lock (_gate)
        {
            if (_isDraining)
                return;
            _isDraining = true;
        }

        var batch = new List<TKey>();
        while (TryTakeBatch(batch))
        {
            _onDue(batch);
            batch.Clear();
        }
    }

    private bool TryTakeBatch(List<TKey> batch)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            while (!_isDisposed && batch.Count < MostInBatch && _heap.TryTake(now, out var key))
                batch.Add(key);
            if (batch.Count > 0)
                return true;

            _isDraining = false;
            _alarm = DateTimeOffset.MaxValue;
            Arm();
            return false;
        }
    }

    private void Arm()
    {
        if (_isDisposed || _isDraining || _heap.FirstDue is not { } due || due >= _alarm)
            return;
        var now = _time.GetUtcNow();
        var sleep = due - now;
        if (sleep > LongestSleep)
            sleep = LongestSleep;

        // The timer counts whole milliseconds: rounded down it would wake too early, and again and again.
        sleep = TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(sleep.TotalMilliseconds)));
        _alarm = now + sleep;
        _timer.Change(sleep, Timeout.InfiniteTimeSpan);
    }
}
