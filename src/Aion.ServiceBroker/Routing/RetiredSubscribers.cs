using Aion.Contracts.Events;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Platforms.Processes;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Routing;

/// <summary>
/// Watches for instances that subscribed their queue themselves and that the project no longer has: what they left goes to
/// kanban.dead, some time after they ended. status-kanban does the same for all other queues.
/// </summary>
internal sealed class RetiredSubscribers(
    RouteState routes, SubscriberQueueList queues, SubscriberQueueDrain drain, ISidecarLauncher sidecars, TimeProvider time,
    IOptions<ServiceBrokerOptions> options, ILogger<RetiredSubscribers> logger) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, (CancellationTokenSource Stop, Task Running)> _drains = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var table in routes.Applied.ReadAllAsync(stoppingToken))
            {
                foreach (var name in await RetryAsync(() => queues.AddAsync(table.SubscriberQueues, stoppingToken), "the list of subscribers", stoppingToken))
                {
                    await FollowAsync(name, table, stoppingToken);
                }
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }

        foreach (var (_, running) in _drains.Values)
        {
            await running;
        }
    }

    private async Task FollowAsync(string name, RouteTable table, CancellationToken ct)
    {
        if (!InstanceName.TryParse(name, out var service, out var number) || table.HasQueue(service, number))
        {
            if (_drains.Remove(name, out var running))
            {
                await running.Stop.CancelAsync();
                await running.Running;
            }

            if (!table.SubscriberQueues.Contains(name))
            {
                // Its queue is status-kanban's now, whose own consumer group has everything that is kept.
                await RetryAsync(async () => { await queues.RemoveAsync(name, ct); return true; }, name, ct);
            }
        }
        else if (!_drains.ContainsKey(name))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            _drains.Add(name, (stop, DrainAsync(service, number, Why(table, service, number), stop.Token)));
        }
    }

    private static (string Reason, string Text) Why(RouteTable table, string service, int number) => table.HasQueue(service, 1)
        ? (DeadReasons.NoSuchNumber, $"The service '{service}' has the number {number} no longer.")
        : (DeadReasons.NoSuchService, $"The service '{service}' is not in the project any more, or has no queues.");

    private async Task DrainAsync(string service, int number, (string Reason, string Text) why, CancellationToken ct)
    {
        var name = InstanceName.Format(service, number);
        try
        {
            // Its process may still be at work for so long, with the sidecar that is replaced here.
            await Task.Delay(options.Value.WithdrawnDelay + options.Value.StopGrace + options.Value.TerminateGrace, time, ct);
            if (await RetryAsync(() => drain.RunAsync(service, number, why, options.Value.WithdrawnQuiet, ct), name, ct) is not { } count)
            {
                return;
            }

            Log.Drained(logger, name, count);
            await RetryAsync(async () => { await queues.RemoveAsync(name, ct); return true; }, name, ct);
            await sidecars.StopAsync(name, ct);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // It is back in the project, and its sidecar its own again; or the host stops.
        }
    }

    private async Task<T> RetryAsync<T>(Func<Task<T>> action, string what, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await action();
            }
            catch (Exception e) when (e is RpcException or InstanceStartException && !ct.IsCancellationRequested)
            {
                Log.NotDrained(logger, what, e.Message);
                await Task.Delay(RetryPause, time, ct);
            }
        }
    }
}
