using Aion.ServiceBroker.Cluster.Liveness;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Settings;
using Aion.ServiceDefaults.Sidecar;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>Reads what an earlier run of the master knew; workers that join wait for it.</summary>
internal sealed class ClusterLoader(
    SidecarReadiness sidecar, ClusterStore store, NodeStore nodeStore, ClusterState cluster, NodeTable nodes, INodeLiveness liveness,
    ClusterToken token, IOptions<ClusterOptions> options, TimeProvider time, ILogger<ClusterLoader> logger) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!token.Required)
        {
            Log.NoToken(logger, $"{options.Value.Host}:{options.Value.Port}");
        }

        try
        {
            await sidecar.WaitAsync(stoppingToken);
            for (var pause = TimeSpan.FromMilliseconds(50); !await TryLoadAsync(stoppingToken);)
            {
                await Task.Delay(pause, time, stoppingToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task<bool> TryLoadAsync(CancellationToken ct)
    {
        try
        {
            nodes.Load(await nodeStore.LoadAsync(ct));
            cluster.Use(await store.LoadAsync(ct));
            foreach (var node in nodes.All.Where(n => n.Joined))
            {
                liveness.Watch(node.Name);
            }

            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.ClusterNotLoaded(logger, ProblemText.Of(e));
            return false;
        }
    }
}
