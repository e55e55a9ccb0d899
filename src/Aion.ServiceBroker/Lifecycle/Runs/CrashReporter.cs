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
    public async Task<IReadOnlyList<string>?> ReportAsync(InstanceEffect start, CrashReport crash)
    {
        try
        {
            return start.Definition is { IsSubscriber: true } ? await ToSidecarAsync(start, crash) : await ToStatusKanbanAsync(start, crash);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            Log.CrashNotReported(logger, start.Service, start.Number, e is RpcException rpc ? rpc.Status.Detail : e.Message);
            return null;
        }
    }

    private async Task<IReadOnlyList<string>> ToStatusKanbanAsync(InstanceEffect start, CrashReport crash)
    {
        var request = new ReportCrashRequest { Service = start.Service, ProcessNumber = start.Number, Run = crash.Run, Cause = crash.Cause };
        var answer = await _queues.ReportCrashAsync(request, ToStatusKanban, (time.GetUtcNow() + Patience).UtcDateTime);
        return [.. answer.InFlight.Where(k => k.SetAside).Select(k => k.KanbanId)];
    }

    private async Task<IReadOnlyList<string>> ToSidecarAsync(InstanceEffect start, CrashReport crash)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        return await sidecars.ReportCrashAsync(
            InstanceName.Format(start.Service, start.Number), Topics.Before(start.Service, start.Number), crash.Run, crash.Cause, patience.Token);
    }
}
