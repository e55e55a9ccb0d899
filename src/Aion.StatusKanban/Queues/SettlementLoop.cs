using System.Collections.Concurrent;
using Aion.StatusKanban.State;
using Microsoft.Extensions.Options;

namespace Aion.StatusKanban.Queues;

/// <summary>
/// Off the delivery path: gathers what left the queues for some milliseconds, saves the ledgers of all of them in one request,
/// and only then tells the sidecar. A crash between makes it deliver again, and the ledger drop it.
/// </summary>
internal sealed class SettlementLoop(
    StateStore state, IOptions<StatusKanbanOptions> options, TimeProvider time, ILogger<SettlementLoop> logger) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // A slow disk is not made faster by asking again: the save that was given up stays in the sidecar's queue.
    private static readonly TimeSpan SaveTimeout = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<KanbanQueue, bool> _changed = [];
    private readonly ChangeSignal _wake = new(time);

    /// <summary>The queue has something to settle. Called under the queue's lock, so it only takes a note.</summary>
    public void Notify(KanbanQueue queue)
    {
        if (_changed.TryAdd(queue, true))
        {
            _wake.Set();
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _wake.WaitAsync(stoppingToken);
                await Task.Delay(options.Value.SettleDelay, time, stoppingToken);
                await SettleAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last round, for what the clients settled while the server stopped.
            await SettleAsync(stoppingToken);
        }
    }

    private async Task SettleAsync(CancellationToken stoppingToken)
    {
        var batches = new List<SettlementBatch>();
        foreach (var queue in _changed.Keys)
        {
            // First off the list, then emptied: what is settled in between puts it on the list again.
            _changed.TryRemove(queue, out _);
            batches.Add(queue.Settlement.Take());
        }

        if (batches.Count == 0 || !await SaveAsync(batches, stoppingToken))
        {
            return;
        }

        foreach (var batch in batches)
        {
            batch.Queue.Saved(batch);
            for (var i = 0; i < batch.Answers.Count; i++)
            {
                await batch.Answers[i].Connection.AcknowledgeAsync(batch.Answers[i].EventId, more: i + 1 < batch.Answers.Count);
            }

            batch.Queue.Finish();
        }
    }

    private async Task<bool> SaveAsync(List<SettlementBatch> batches, CancellationToken stoppingToken)
    {
        var unsaved = batches.SelectMany(batch => batch.Unsaved).ToList();
        for (var pause = options.Value.SettleDelay; unsaved.Count > 0; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                using var timeout = new CancellationTokenSource(SaveTimeout, time);
                await state.SaveAsync(unsaved, timeout.Token);
                return true;
            }
            catch (Exception e)
            {
                Log.LedgerNotSaved(logger, e.Message);
            }

            if (stoppingToken.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return true;
    }
}
