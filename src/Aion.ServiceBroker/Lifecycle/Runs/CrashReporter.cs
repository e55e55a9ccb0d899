using Aion.Contracts.V1;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceDefaults.Sidecar;
using Grpc.Core;

namespace Aion.ServiceBroker.Lifecycle.Runs;

/// <summary>Tells status-kanban of crashes, so that a kanban that kills its service is set aside.</summary>
internal sealed class CrashReporter(SidecarConnection sidecar, TimeProvider time, ILogger<CrashReporter> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly Metadata ToStatusKanban = new() { { "dapr-app-id", "aion-statuskanban" } };
    private readonly KanbanQueue.KanbanQueueClient _queues = new(sidecar.Channel);

    /// <summary>
    /// The kanbans that were set aside for it. Null when status-kanban did not answer: the instance starts nevertheless, and the
    /// report is made before its next start.
    /// </summary>
    public async Task<IReadOnlyList<string>?> ReportAsync(string service, int number, CrashReport crash)
    {
        var request = new ReportCrashRequest { Service = service, ProcessNumber = number, Run = crash.Run, Cause = crash.Cause };
        try
        {
            var answer = await _queues.ReportCrashAsync(request, ToStatusKanban, (time.GetUtcNow() + Patience).UtcDateTime);
            return [.. answer.InFlight.Where(k => k.SetAside).Select(k => k.KanbanId)];
        }
        catch (RpcException e)
        {
            Log.CrashNotReported(logger, service, number, e.Status.Detail);
            return null;
        }
    }
}
