namespace Aion.Sidecar.AppChannel;

/// <summary>Limits the calls of the app at once (Dapr: --app-max-concurrency).</summary>
internal sealed class AppGate(int limit) : IDisposable
{
    private readonly SemaphoreSlim? _slots = limit > 0 ? new SemaphoreSlim(limit, limit) : null;

    public Task EnterAsync(CancellationToken cancellationToken) => _slots?.WaitAsync(cancellationToken) ?? Task.CompletedTask;

    public void Leave() => _slots?.Release();

    public void Dispose() => _slots?.Dispose();
}
