using Aion.Project.Planning;
using Aion.ServiceBroker.Lifecycle.Board;
using Aion.ServiceBroker.Lifecycle.Explaining;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Runs;
using Aion.ServiceBroker.Lifecycle.Workflows;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Projects;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>All instances of the applied project. What is wanted goes to their workflows; what is seen comes from the board.</summary>
internal sealed class InstanceSet : IInstanceLifecycle, IDisposable
{
    private static readonly TimeSpan RecentlyWoken = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _changing = new(1);
    private readonly InstanceBoard _board;
    private readonly InstanceRuns _runs;
    private readonly SignalSenders _senders;
    private readonly InstanceApply _apply;
    private readonly InstanceExplainer _explainer;
    private readonly QueueCheck _queueCheck;
    private readonly TimeProvider _time;
    private readonly ServiceBrokerOptions _options;

    public InstanceSet(
        InstanceBoard board, InstanceRuns runs, LiveRuns live, SignalSenders senders, InstanceApply apply, InstanceExplainer explainer, QueueCheck queueCheck,
        TimeProvider time, IOptions<ServiceBrokerOptions> options)
    {
        (_board, _runs, _senders, _apply, _explainer, _queueCheck, _time, _options) =
            (board, runs, senders, apply, explainer, queueCheck, time, options.Value);
        live.WasWoken = (service, number) => board.Find(service, number) is { } entry && entry.WasWoken(time, out var ago) && ago < RecentlyWoken;
        board.Changed += LookForWork;
        board.Changed += (_, entry) => live.Check(entry.State);
    }

    public IReadOnlyList<InstanceStatus> Instances => [.. _board.Entries.Select(e => e.Status)];

    /// <summary>The instances that only a kanban can start.</summary>
    public IEnumerable<BoardEntry> Idle => _board.Entries.Where(e => e.IsIdle);

    public IReadOnlyList<InstanceStep> Plan(IReadOnlyList<InstanceTarget> targets, IReadOnlyList<InstanceStep> compared, bool force)
    {
        var wanted = targets.ToDictionary(t => (t.Definition.Service.Label, t.Number));
        return
        [
            .. compared.Select(step => wanted.TryGetValue((step.Service, step.Number), out var target)
                ? InstancePlanner.Plan(_board.Find(step.Service, step.Number)?.State, target, step, force, _time.GetUtcNow()) : step),
        ];
    }

    public async Task ApplyAsync(IReadOnlyList<InstanceTarget> targets, IReadOnlyList<InstanceStep> steps, bool force, CancellationToken ct)
    {
        await _changing.WaitAsync(ct);
        try
        {
            await _apply.RunAsync(targets, steps, force, ct);
            _queueCheck.Request();
        }
        finally
        {
            _changing.Release();
        }
    }

    public void Wake(string service, int number)
    {
        if (_board.Find(service, number) is { } entry && entry.NoteKanban(_time.GetTimestamp()))
        {
            _senders.Raise(service, number, new InstanceSignal(SignalKind.Wake));
        }
    }

    public void Finish(string service, int number) => _senders.Raise(service, number, new InstanceSignal(SignalKind.Finish));

    public IReadOnlyList<InstanceStatus> Control(InstanceRequest request, string service, int? number)
    {
        var entries = _board.Of(service).Where(e => number is null || e.State.Number == number).ToArray();
        foreach (var entry in entries)
        {
            _senders.Raise(service, entry.State.Number, new InstanceSignal(request switch
            {
                InstanceRequest.Stop => SignalKind.StopByHand,
                InstanceRequest.Start => SignalKind.StartByHand,
                _ => SignalKind.RestartByHand,
            })
            {
                Id = Guid.NewGuid().ToString("N"),
            });
        }

        return [.. entries.Select(e => e.Status)];
    }

    public bool SetBusy(string service, int number, bool busy, string? reason)
    {
        if (_board.Find(service, number) is null)
        {
            return false;
        }

        _senders.Raise(service, number, new InstanceSignal(SignalKind.Busy)
        {
            Yes = busy, Cause = string.IsNullOrWhiteSpace(reason) ? null : new InstanceCause(CauseKind.Requested, reason),
        });
        return true;
    }

    public Task<ServiceExplanation?> ExplainAsync(string service, int? number, CancellationToken ct) => _explainer.ExplainAsync(service, number, ct);

    /// <summary>Ends every instance, or leaves them running if the options say so.</summary>
    public async Task StopAsync()
    {
        await _runs.StopAllAsync(_options.KeepRunningOnStop);
        await _senders.StopAsync();
        if (!_options.KeepRunningOnStop)
        {
            _board.ShowStopped(_time.GetUtcNow());
        }
    }

    public void Dispose() => _changing.Dispose();

    // A kanban that was routed while the instance was about to end still waits. Whose queue status-kanban holds is asked for; a
    // subscriber's queue nobody can look into, so there only a very recent kanban counts.
    private void LookForWork(LifecycleState before, BoardEntry entry)
    {
        if (!entry.IsIdle || before.Phase == entry.State.Phase || !entry.WasWoken(_time, out var ago))
        {
            return;
        }

        _queueCheck.Request();
        if (entry.State.Definition is { IsSubscriber: true } && ago < RecentlyWoken)
        {
            _senders.Raise(entry.State.Service, entry.State.Number, new InstanceSignal(SignalKind.Wake));
        }
    }
}
