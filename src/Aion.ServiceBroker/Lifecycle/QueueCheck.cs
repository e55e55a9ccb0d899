namespace Aion.ServiceBroker.Lifecycle;

/// <summary>Asks for a look into the queues of idle instances, before the next regular one.</summary>
internal sealed class QueueCheck : IDisposable
{
    private readonly SemaphoreSlim _requested = new(0);

    public void Request()
    {
        if (_requested.CurrentCount == 0)
        {
            _requested.Release();
        }
    }

    /// <summary>Returns at the next request, or when <paramref name="longest"/> is over.</summary>
    public Task<bool> WaitAsync(TimeSpan longest, CancellationToken ct) => _requested.WaitAsync(longest, ct);

    public void Dispose() => _requested.Dispose();
}
