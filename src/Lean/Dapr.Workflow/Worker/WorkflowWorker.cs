using Dapr.Workflow.Client;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wire = DurableTask.Protocol;

namespace Dapr.Workflow.Worker;

/// <summary>
/// Holds a stream of work items from the sidecar as long as the host runs, and opens it again whenever it ends. On a stop no item
/// is begun any more, those at work are finished within <see cref="Grace"/>, and only then the stream is closed: the sidecar
/// would give them to another worker before.
/// </summary>
internal sealed class WorkflowWorker(SidecarLink link, WorkItemRunner items, TimeProvider time, ILogger<WorkflowWorker> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private volatile bool _stopping;
    private bool _lossAnnounced;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        try
        {
            await items.WhenIdleAsync().WaitAsync(Grace, time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            Log.ItemsAbandoned(logger, Grace.TotalSeconds);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            var since = time.GetTimestamp();
            var problem = await ReceiveAsync(stoppingToken);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            // A stream that lasted was a good one: what ended it may be over already.
            pause = time.GetElapsedTime(since) > LongestPause ? FirstPause : pause;
            if (!_lossAnnounced)
            {
                Log.StreamLost(logger, link.Address, problem);
                _lossAnnounced = true;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Takes items until the stream ends. Returns why it did.</summary>
    private async Task<string> ReceiveAsync(CancellationToken ct)
    {
        try
        {
            using var call = link.Client.GetWorkItems(new Wire.GetWorkItemsRequest(), link.Call(ct));
            await foreach (var item in call.ResponseStream.ReadAllAsync(ct))
            {
                if (_lossAnnounced)
                {
                    Log.StreamBack(logger, link.Address);
                    _lossAnnounced = false;
                }

                if (!_stopping)
                {
                    items.Start(item, ct);
                }
            }

            return "the sidecar closed it";
        }
        catch (RpcException e)
        {
            return e.Status.Detail;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return "the app stops";
        }
        catch (Exception e)
        {
            Log.StreamFailed(logger, e);
            return e.Message;
        }
    }
}
