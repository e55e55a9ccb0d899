using Aion.Contracts.Events;
using Aion.Contracts.V1;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Platforms.Processes;
using Aion.ServiceDefaults.Sidecar;
using Grpc.Core;

namespace Aion.ServiceBroker.Lifecycle.Runs;

/// <summary>
/// Tells of crashes, so that a kanban that kills its service is set aside, whoever hands the kanbans out: status-kanban, or the
/// sidecar of a service that subscribes to its queue by itself.
/// </summary>
internal sealed class CrashReporter(SidecarConnection sidecar, ISidecarLauncher sidecars, TimeProvider time, ILogger<CrashReporter> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly Metadata ToStatusKanban = new() { { "dapr-app-id", "aion-statuskanban" } };
    private readonly KanbanQueue.KanbanQueueClient _queues = new(sidecar.Channel);

    /// <summary>
    /// The kanbans that were set aside for it. Null when there was no answer: the instance starts nevertheless, and the report
    /// is made before its next start.
    /// </summary>
    public async Task<IReadOnlyList<string>?> ReportAsync(InstanceEffect order, CrashReport crash)
    {
        try
        {
            return order.Definition is { IsSubscriber: true } ? await ToSidecarAsync(order, crash) : await ToStatusKanbanAsync(order, crash);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            Log.CrashNotReported(logger, order.Service, order.Number, ProblemText.Of(e));
            return null;
        }
    }

    private async Task<IReadOnlyList<string>> ToStatusKanbanAsync(InstanceEffect order, CrashReport crash)
    {
        var request = new ReportCrashRequest { Service = order.Service, ProcessNumber = order.Number, Run = crash.Run, Cause = crash.Cause };
        var answer = await _queues.ReportCrashAsync(request, ToStatusKanban, (time.GetUtcNow() + Patience).UtcDateTime);
        return [.. answer.InFlight.Where(k => k.SetAside).Select(k => k.KanbanId)];
    }

    private async Task<IReadOnlyList<string>> ToSidecarAsync(InstanceEffect order, CrashReport crash)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        return await sidecars.ReportCrashAsync(
            InstanceName.Format(order.Service, order.Number), Topics.Before(order.Service, order.Number), crash.Run, crash.Cause, patience.Token);
    }
}
