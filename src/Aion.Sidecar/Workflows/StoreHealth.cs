using Aion.Sidecar.Components.Sqlite;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Workflows;

/// <summary>
/// Whether the store can be used, as when its disk is full: that is told once, not for every turn, and again when it is over. What
/// a worker has answered waits here meanwhile, since its work is done and would have to be repeated.
/// </summary>
internal sealed class StoreHealth(TimeProvider time, ILogger logger) : IDisposable
{
    public static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>A disk that is full for most writes has room for a small one now and then, which ends nothing.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private volatile bool _isFailing;
    private bool _hasWritten;
    private long _lastFailure;

    /// <summary>How many tries have failed so far.</summary>
    public int Failures { get; private set; }

    public void Failed(StoreException error)
    {
        bool isNew;
        lock (_gate)
        {
            isNew = !_isFailing || (_hasWritten && time.GetElapsedTime(_lastFailure) >= Quiet);
            (_isFailing, _hasWritten, _lastFailure) = (true, false, time.GetTimestamp());
            Failures++;
        }

        error.IsTold = true;
        if (isNew)
            Log.StoreFailed(logger, error.Message, RetryDelay);
    }

    public void Written()
    {
        if (!_isFailing)
            return;
        lock (_gate)
        {
            _hasWritten = true;
            if (!_isFailing || time.GetElapsedTime(_lastFailure) < Quiet)
                return;
            _isFailing = false;
        }

        Log.StoreWritten(logger);
    }

    /// <summary>Tries until the file takes it.</summary>
    /// <exception cref="OperationCanceledException">The store is closed before.</exception>
    public async Task<T> UntilWrittenAsync<T>(Func<Task<T>> write)
    {
        while (true)
        {
            try
            {
                return await write();
            }
            catch (StoreException error) when (error.IsOfTheFile)
            {
                await Task.Delay(RetryDelay, time, _closing.Token);
            }
        }
    }

    /// <summary>Ends the waits.</summary>
    public void Close() => _closing.Cancel();

    public void Dispose() => _closing.Dispose();
}
