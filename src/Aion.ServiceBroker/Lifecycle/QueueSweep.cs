using Aion.Contracts.V1;
using Aion.ServiceDefaults.Sidecar;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>
/// Starts idle instances in whose queues kanbans wait: those accepted before the broker started, and those routed in the
/// moment an instance ended. Asks status-kanban through the sidecar (gRPC proxying).
/// </summary>
internal sealed class QueueSweep(
    InstanceSet instances, QueueCheck check, SidecarConnection sidecar, TimeProvider time, IOptions<ServiceBrokerOptions> options,
    ILogger<QueueSweep> logger) : BackgroundService
{
    private const string StatusKanban = "aion-statuskanban";
    private static readonly Metadata ToStatusKanban = new() { { "dapr-app-id", StatusKanban } };
    private readonly KanbanQueue.KanbanQueueClient _queues = new(sidecar.Channel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await check.WaitAsync(options.Value.QueueSweepInterval, stoppingToken);
                await SweepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        var idle = instances.Idle.Where(i => i.State.Definition is { IsSubscriber: false, Service.WithoutKanban: false }).ToDictionary(
            i => (i.State.Service, i.State.Number));
        if (idle.Count == 0)
        {
            return;
        }

        try
        {
            var answer = await _queues.ListAsync(
                new ListRequest { Limit = 1 }, ToStatusKanban, (time.GetUtcNow() + TimeSpan.FromSeconds(5)).UtcDateTime, ct);
            foreach (var queue in answer.Queues.Where(q => q.Held > 0 && q.Consumers == 0))
            {
                if (idle.TryGetValue((queue.Service, queue.ProcessNumber), out var instance) && instance.IsIdle)
                {
                    Log.WokenByQueue(logger, instance.Status.Name, queue.Held);
                    instances.Wake(queue.Service, queue.ProcessNumber);
                }
            }
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.QueuesUnknown(logger, ProblemText.Of(e));
        }
    }
}
