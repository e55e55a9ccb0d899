using Aion.Contracts.V1;
using Aion.StatusKanban.Queues;

namespace Aion.StatusKanban.Crashes;

/// <summary>Takes the reports of crashes of a queue's instance.</summary>
internal sealed class CrashReports(
    Lock gate, QueueContents contents, QueueDispatch dispatch, PoisonKanbans poison, QueueSettlement settlement)
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is known of earlier crashes has been read.</summary>
    public void Begin() => _begun.TrySetResult();

    /// <summary>Counts a crash of the instance against what it had in flight; returns when that is durable.</summary>
    /// <param name="run">Which start of the instance ended so; one is counted once.</param>
    /// <param name="cause">How, as a line for people.</param>
    /// <param name="ct">Ends the wait; the crash may have been counted.</param>
    public async Task<ReportCrashResponse> ReportAsync(long run, string cause, CancellationToken ct)
    {
        await _begun.Task.WaitAsync(ct);
        var answer = new ReportCrashResponse();
        Task saved;
        lock (gate)
        {
            var report = poison.Report(run, cause, out var repeated);
            (answer.Repeated, answer.LastKanbanId) = (repeated, dispatch.Counters.LastDelivered);
            answer.InFlight.AddRange(report.InFlight.Select(
                crashed => new Contracts.V1.CrashedKanban { KanbanId = crashed.Id, Crashes = crashed.Count, SetAside = crashed.SetAside }));
            saved = settlement.RequestSavedAsync();
        }

        await saved.WaitAsync(ct);
        return answer;
    }

    /// <summary>The instance is no more; one of the same name that comes later is another one.</summary>
    public void Forget()
    {
        lock (gate)
        {
            contents.Crashes.Clear();
            settlement.Request();
        }
    }
}
