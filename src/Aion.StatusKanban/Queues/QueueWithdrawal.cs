using Grpc.Core;

namespace Aion.StatusKanban.Queues;

/// <summary>
/// What becomes of a queue that the project no longer declares: nothing for a while, as it may be declared again; then
/// everything that is in it and that comes goes to kanban.dead; and when nothing comes any more, it is forgotten.
/// </summary>
internal sealed class QueueWithdrawal(QueueSubscription subscription, QueueContext context, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Empties the queue.</summary>
    /// <param name="forgetAsync">Called when it is empty; it is emptied on when that fails.</param>
    public void Start(Func<CancellationToken, Task> forgetAsync) => _running = RunAsync(forgetAsync, _stop.Token);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync(Func<CancellationToken, Task> forgetAsync, CancellationToken ct)
    {
        try
        {
            await Task.Delay(context.Options.WithdrawnDelay, context.Time, ct);
            Log.Emptied(logger, subscription.Queue.Key, subscription.Queue.Count);
            subscription.Queue.Empty();
            while (!await TryFinishAsync(forgetAsync, ct))
            {
                // Still kanbans come, or the sidecar is away.
            }
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // It is declared again, or the app stops.
        }
    }

    private async Task<bool> TryFinishAsync(Func<CancellationToken, Task> forgetAsync, CancellationToken ct)
    {
        // Empty twice: an answer that was written in between has arrived by the second time.
        var (before, wasEmpty) = (subscription.Activity, subscription.IsEmpty);
        await Task.Delay(context.Options.WithdrawnQuiet, context.Time, ct);
        if (!wasEmpty || !subscription.IsEmpty || before != subscription.Activity)
        {
            return false;
        }

        try
        {
            await forgetAsync(ct);
            return true;
        }
        catch (RpcException e) when (!ct.IsCancellationRequested)
        {
            Log.NotForgotten(logger, subscription.Queue.Key, e.Status.Detail);
            return false;
        }
    }
}
