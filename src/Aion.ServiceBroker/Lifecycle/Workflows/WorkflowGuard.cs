using Aion.ServiceBroker.Lifecycle.Board;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Runs;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Workflows;

/// <summary>
/// Begins the workflow of an instance again that is gone although the project wants the instance: it failed over a signal, or
/// somebody ended it by Dapr's API. Without it the next end of the process would be seen by nobody.
/// </summary>
internal sealed class WorkflowGuard : BackgroundService, ISignalledInstances
{
    private readonly SignalSenders _senders;
    private readonly InstanceBoard _board;
    private readonly InstanceRuns _runs;
    private readonly IInstancePlatform _platform;
    private readonly TimeProvider _time;
    private readonly ILogger<WorkflowGuard> _logger;

    public WorkflowGuard(
        SignalSenders senders, InstanceBoard board, InstanceRuns runs, IInstancePlatform platform, TimeProvider time, ILogger<WorkflowGuard> logger)
    {
        (_senders, _board, _runs, _platform, _time, _logger) = (senders, board, runs, platform, time, logger);
        senders.Instances = this;
    }

    /// <summary>Time between two looks. An instance that was sent nothing is not looked at.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(5);

    public long? HandledOf(string service, int number) => _board.Find(service, number)?.State.Handled;

    // The board has what the workflow knew last. To reconcile it finds out what happened since, as after a new start of the broker.
    public WorkflowMemory? MemoryOf(string service, int number)
    {
        if (_board.Find(service, number) is not { Target: { } target, State: { Epoch: not null } known } entry)
        {
            return null;
        }

        var reconcile = new InstanceSignal(SignalKind.Reconcile)
        {
            Definition = target, Dependencies = entry.Verdict, Sequence = known.Sequence, Id = _runs.Epoch,
            Yes = _platform.FindTrace(entry.Status.Name) is not null,
        };
        var state = known with { Epoch = null, Arriving = null, Adopting = false };
        return new WorkflowMemory(state, entry.Leaving ? [reconcile, new InstanceSignal(SignalKind.Remove)] : [reconcile]);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await CheckAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task CheckAsync(CancellationToken ct)
    {
        try
        {
            await _senders.CheckAsync();
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.WorkflowsUnknown(_logger, e.Message);
        }
    }
}
