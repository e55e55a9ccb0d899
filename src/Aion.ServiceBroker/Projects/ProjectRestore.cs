using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceDefaults.Sidecar;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Projects;

/// <summary>From start to stop: waits for the sidecar, continues the stored project, and at the end stops the instances.</summary>
internal sealed class ProjectRestore(
    SidecarReadiness sidecar, ProjectApplier applier, InstanceSet instances, TimeProvider time, IOptions<ServiceBrokerOptions> options,
    ILogger<ProjectRestore> logger) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await instances.StopAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.RestoreProject)
        {
            return;
        }

        try
        {
            await sidecar.WaitAsync(stoppingToken);
            for (var pause = TimeSpan.FromMilliseconds(50); !await TryRestoreAsync(stoppingToken);)
            {
                await Task.Delay(pause, time, stoppingToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task<bool> TryRestoreAsync(CancellationToken ct)
    {
        try
        {
            await applier.RestoreAsync(ct);
            return true;
        }
        catch (RpcException e) when (!ct.IsCancellationRequested)
        {
            Log.RestoreFailed(logger, e.Status.Detail);
            return false;
        }
    }
}
