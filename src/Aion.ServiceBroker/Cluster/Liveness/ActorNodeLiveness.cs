using System.Threading.Channels;
using Aion.ServiceDefaults.Sidecar;
using Dapr.Actors;
using Dapr.Actors.Client;

namespace Aion.ServiceBroker.Cluster.Liveness;

/// <summary>Tells the actor of every node that joined to watch it, and tries until it does.</summary>
internal sealed class ActorNodeLiveness(
    IActorProxyFactory actors, SidecarReadiness sidecar, TimeProvider time, ILogger<ActorNodeLiveness> logger) : BackgroundService, INodeLiveness
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private TimeSpan _pause = TimeSpan.FromMilliseconds(200);
    private string _problem = "";
    private readonly Channel<string> _nodes = Channel.CreateBounded<string>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Watch(string node) => _nodes.Writer.TryWrite(node);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await sidecar.WaitAsync(stoppingToken);
            await foreach (var node in _nodes.Reader.ReadAllAsync(stoppingToken))
            {
                if (!await TryWatchAsync(node, stoppingToken))
                {
                    Watch(node);
                    await Task.Delay(_pause, time, stoppingToken);
                    _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
                }
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task<bool> TryWatchAsync(string node, CancellationToken ct)
    {
        try
        {
            await actors.Create(new ActorId(node), WorkerNode.TypeName).InvokeMethodAsync(nameof(IWorkerNode.WatchAsync), ct);
            (_pause, _problem) = (TimeSpan.FromMilliseconds(200), "");
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // Whatever it is: a loop that ends here ends the host.
            // A sidecar that has just started may not know yet which actors are here.
            if (_pause > TimeSpan.FromSeconds(1) && _problem != e.Message)
            {
                Log.DeadlineNotSet(logger, node, _problem = e.Message);
            }

            return false;
        }
    }
}
