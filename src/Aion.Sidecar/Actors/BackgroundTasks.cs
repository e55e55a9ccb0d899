using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Actors;

/// <summary>Work that nobody awaits, until the runtime stops.</summary>
internal sealed class BackgroundTasks(ILogger logger)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One more than what runs, until it is closed.
    private int _count = 1;

    public void Run(Func<Task> work)
    {
        Interlocked.Increment(ref _count);
        Task.Run(() => GuardAsync(work));
    }

    /// <summary>Waits for what runs; to be called once.</summary>
    public Task EndAsync()
    {
        Release();
        return _ended.Task;
    }

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error)
        {
            Log.BackgroundFailed(logger, error);
        }
        finally
        {
            Release();
        }
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _count) == 0)
            _ended.TrySetResult();
    }
}
