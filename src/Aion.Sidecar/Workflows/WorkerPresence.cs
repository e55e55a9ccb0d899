namespace Aion.Sidecar.Workflows;

/// <summary>Whether an app has a workflow worker, for those who wait for something that only a worker can do.</summary>
internal sealed class WorkerPresence(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _change = NewChange();
    private int _count;

    public bool Any
    {
        get
        {
            lock (_gate)
                return _count > 0;
        }
    }

    public void Came() => Add(1);

    public void Left() => Add(-1);

    /// <summary>Completes once there has been no worker for that long.</summary>
    public async Task LackAsync(TimeSpan span, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (isThere, change) = Look();
            try
            {
                await change.WaitAsync(isThere ? Timeout.InfiniteTimeSpan : span, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                return;
            }
        }
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private (bool IsThere, Task Change) Look()
    {
        lock (_gate)
            return (_count > 0, _change.Task);
    }

    private void Add(int count)
    {
        lock (_gate)
        {
            _count += count;
            _change.SetResult();
            _change = NewChange();
        }
    }
}
