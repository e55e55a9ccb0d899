using Microsoft.AspNetCore.Http;

namespace Aion.Sidecar.Hosting;

/// <summary>
/// The gRPC calls that are open, so that streams can end before their connection does. A client whose connection ends right
/// behind the last frame of an answer may take the answer for broken off while it is still sending itself
/// (HttpClient does: it resets a stream whose request is not complete, whatever it has received).
/// </summary>
internal sealed class OpenCalls(TimeProvider time)
{
    /// <summary>For clients to take note of the end of their calls.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private TaskCompletionSource? _empty;
    private int _count;

    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref _count);
        try
        {
            await next(context);
        }
        finally
        {
            if (Interlocked.Decrement(ref _count) == 0)
            {
                lock (_gate)
                    _empty?.TrySetResult();
            }
        }
    }

    /// <summary>Waits for the calls that are open to end and for their clients to see it.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _count) == 0)
            return;
        TaskCompletionSource empty;
        lock (_gate)
            empty = _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Volatile.Read(ref _count) == 0)
            empty.TrySetResult();
        try
        {
            await empty.Task.WaitAsync(cancellationToken);
            await Task.Delay(Farewell, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // What is still open is cut off.
        }
    }
}
