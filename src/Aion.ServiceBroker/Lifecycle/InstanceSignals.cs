namespace Aion.ServiceBroker.Lifecycle;

/// <summary>What can be asked of an instance, each until its loop has seen it.</summary>
internal sealed class InstanceSignals
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = NewSource();
    private bool _wake;
    private bool _finish;
    private bool _stop;

    /// <summary>Completes with the next signal.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
            {
                return _changed.Task;
            }
        }
    }

    public bool StopRequested
    {
        get
        {
            lock (_gate)
            {
                return _stop;
            }
        }
    }

    public void Wake() => Set(ref _wake);

    public void Finish() => Set(ref _finish);

    /// <summary>Cannot be taken back.</summary>
    public void Stop() => Set(ref _stop);

    public bool TakeWake() => Take(ref _wake);

    public bool TakeFinish() => Take(ref _finish);

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Set(ref bool signal)
    {
        lock (_gate)
        {
            if (!signal)
            {
                signal = true;
                _changed.TrySetResult();
            }
        }
    }

    private bool Take(ref bool signal)
    {
        lock (_gate)
        {
            var was = signal;
            signal = false;
            if (!_wake && !_finish && !_stop && _changed.Task.IsCompleted)
            {
                _changed = NewSource();
            }

            return was;
        }
    }
}
