namespace Aion.Sidecar.Subscriptions.Crashes;

/// <summary>Writes what a guard knows: at once where that is asked for, else what has lasted for a while.</summary>
internal sealed class GuardSaving : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly Lock _writing = new();
    private readonly GuardFile _file;
    private readonly Func<StoredGuard?> _takeUnsaved;
    private readonly ITimer _timer;
    private int _isRequested;
    private bool _isOver;

    /// <param name="file">Where it is written.</param>
    /// <param name="takeUnsaved">What is to be written; null: nothing has changed.</param>
    /// <param name="time">The clock of the pause.</param>
    public GuardSaving(GuardFile file, Func<StoredGuard?> takeUnsaved, TimeProvider time)
    {
        (_file, _takeUnsaved) = (file, takeUnsaved);
        _timer = time.CreateTimer(_ => Write(toDisk: false), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Soon.</summary>
    public void Request()
    {
        if (Interlocked.Exchange(ref _isRequested, 1) == 0)
            _timer.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Now. What is written later is never older.</summary>
    public void Write(bool toDisk)
    {
        lock (_writing)
        {
            if (_isOver)
                return;
            Volatile.Write(ref _isRequested, 0);
            if (_takeUnsaved() is { } content)
                _file.Write(content, toDisk);
        }
    }

    /// <summary>Ends it without a trace.</summary>
    public void Forget()
    {
        Dispose();
        _file.Delete();
    }

    public void Dispose()
    {
        _timer.Dispose();
        Write(toDisk: false);
        lock (_writing)
            _isOver = true;
    }
}
