namespace Aion.ServiceBroker.Health;

/// <summary>Runs many repeated checks from one timer, each never twice at the same time.</summary>
internal sealed class CheckSchedule(TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Entry, long> _due = new();
    private ITimer? _timer;
    private bool _disposed;

    /// <summary>Checks that wait for their time.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _due.Count;
            }
        }
    }

    /// <param name="check">Begun at once and then again and again. Never faults.</param>
    /// <param name="next">Time from the beginning of the last check to the next; a check that takes longer is followed at once.</param>
    /// <returns>Ends it; a check that runs goes on.</returns>
    public IDisposable Add(Func<Task> check, Func<TimeSpan> next)
    {
        var entry = new Entry(check, next);
        Enqueue(entry, time.GetTimestamp());
        return entry;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _due.Clear();
            _timer?.Dispose();
        }
    }

    private void Enqueue(Entry entry, long due)
    {
        lock (_gate)
        {
            if (_disposed || entry.Ended)
            {
                return;
            }

            _due.Enqueue(entry, due);
            SetTimer();
        }
    }

    private void SetTimer()
    {
        _timer ??= time.CreateTimer(_ => RunDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (_due.TryPeek(out _, out var due))
        {
            var wait = time.GetElapsedTime(time.GetTimestamp(), due);
            _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private void RunDue()
    {
        var begin = new List<Entry>();
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            var now = time.GetTimestamp();
            while (_due.TryPeek(out var entry, out var due) && (due <= now || entry.Ended))
            {
                _due.Dequeue();
                begin.Add(entry);
            }

            SetTimer();
        }

        foreach (var entry in begin.Where(e => !e.Ended))
        {
            entry.Running = RunAsync(entry);
        }
    }

    private async Task RunAsync(Entry entry)
    {
        var begun = time.GetTimestamp();
        await entry.Check();
        Enqueue(entry, begun + (long)(entry.Next().TotalSeconds * time.TimestampFrequency));
    }

    private sealed class Entry(Func<Task> check, Func<TimeSpan> next) : IDisposable
    {
        private volatile bool _ended;

        public Func<Task> Check => check;

        public Func<TimeSpan> Next => next;

        public bool Ended => _ended;

        public Task Running { get; set; } = Task.CompletedTask;

        public void Dispose() => _ended = true;
    }
}
