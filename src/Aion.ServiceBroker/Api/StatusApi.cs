using Aion.Project.Model;
using Aion.ServiceBroker.Cluster;
using Aion.ServiceBroker.DeadLetters;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Outbox;
using Aion.ServiceBroker.Projects;
using Aion.ServiceBroker.Telemetry;
using Grpc.Core;

namespace Aion.ServiceBroker.Api;

internal static class StatusApi
{
    /// <summary>Answers also while the state store does not, without its counts: that is when people look.</summary>
    public static async Task<IResult> GetAsync(
        AppliedProjects projects, IInstanceLifecycle lifecycle, OutboxStore outbox, DeadLetterStore dead, BrokerMetrics metrics,
        IClusterView cluster, CancellationToken ct)
    {
        var (record, instances) = (projects.Current, lifecycle.Instances);
        var status = new BrokerStatus(
            record.Project.DeviceName,
            record.Generation,
            record.Directory,
            record.File,
            instances,
            [new NodeStatus(record.Project.DeviceName, true, instances.Count(i => i.State.IsUp()))],
            await CountOutboxAsync(outbox, ct),
            await CountAsync(() => dead.CountAsync(ct)),
            metrics.RoutedTotal,
            metrics.RetriedTotal)
        {
            Subscribers = [.. record.Project.Services.Where(s => s.Acknowledge == AcknowledgeMode.Subscriber).Select(s => s.Label)],
        };
        return Results.Json(cluster.Extend(status), ApiJson.Default.BrokerStatus);
    }

    private static async Task<OutboxStatus> CountOutboxAsync(OutboxStore outbox, CancellationToken ct)
    {
        var counts = new Dictionary<string, int>();
        try
        {
            foreach (var device in await outbox.ListDevicesAsync(ct))
            {
                counts[device] = await outbox.CountAsync(device, ct);
            }

            return new OutboxStatus(counts.Values.Sum(), counts);
        }
        catch (RpcException)
        {
            return new OutboxStatus(null, counts);
        }
    }

    private static async Task<int?> CountAsync(Func<Task<int>> count)
    {
        try
        {
            return await count();
        }
        catch (RpcException)
        {
            return null;
        }
    }
}
