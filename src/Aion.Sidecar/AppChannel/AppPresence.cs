namespace Aion.Sidecar.AppChannel;

/// <summary>Whether the app is up. One loop probes the app and tells it here; everybody else waits here.</summary>
internal sealed class AppPresence
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _up = NewSource();
    private TaskCompletionSource _down = Completed();
    private AppProbe? _probe;

    public Task WaitUntilUpAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _up.Task.WaitAsync(cancellationToken);
    }

    public Task WaitUntilDownAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _down.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Who looks whether the app is up.</summary>
    public void SetProbe(AppProbe probe)
    {
        lock (_gate)
            _probe = probe;
    }

    public void SetUp()
    {
        lock (_gate)
        {
            if (_up.TrySetResult())
                _down = NewSource();
        }
    }

    public void SetDown()
    {
        lock (_gate)
        {
            if (_down.TrySetResult())
                _up = NewSource();
        }
    }

    /// <summary>A call did not reach the app, or it is said to have come up: let the probe look again now.</summary>
    public void Suspect()
    {
        lock (_gate)
            _probe?.Suspect();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource Completed()
    {
        var source = NewSource();
        source.SetResult();
        return source;
    }
}
