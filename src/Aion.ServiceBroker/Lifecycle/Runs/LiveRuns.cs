using System.Collections.Concurrent;
using Aion.ServiceBroker.Health;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Workflows;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Runs;

/// <summary>What runs here, and is watched: ends and verdicts on health become signals.</summary>
internal sealed class LiveRuns(
    IHealthMonitors health, RunLedger ledger, SignalSenders senders, TimeProvider time, ILogger<LiveRuns> logger) : IDisposable
{
    private readonly ConcurrentDictionary<(string Service, int Number), LiveRun> _live = [];
    private volatile bool _stopping;

    /// <summary>Whether the broker stops: nothing is started any more.</summary>
    public bool IsStopping => _stopping;

    /// <summary>Whether a kanban came for an instance since its start; set by who knows.</summary>
    public Func<string, int, bool> WasWoken { get; set; } = (_, _) => false;

    /// <summary>From here on no end is told of.</summary>
    public void BeginStop() => _stopping = true;

    public LiveRun? Find(string service, int number, int run) =>
        _live.TryGetValue((service, number), out var live) && live.Run == run ? live : null;

    /// <summary>Watches a process until it has ended.</summary>
    public LiveRun Follow(int run, InstanceSpec spec, IRunningInstance running, InstanceDefinition definition)
    {
        var live = new LiveRun(run, spec, running);
        _live[(spec.Service, spec.Number)] = live;
        Check(live, definition);
        live.Ended = FollowAsync(live);
        return live;
    }

    /// <summary>Has the health of a running instance checked as its definition says by now.</summary>
    public void Check(LifecycleState state)
    {
        if (!_stopping && state is { Definition: { } definition } && state.Phase.IsUp() && Find(state.Service, state.Number, state.Run) is { } live)
        {
            Check(live, definition);
        }
    }

    /// <summary>Ends every process, all at a time, and returns when each end has been noted.</summary>
    public async Task EndAllAsync(TimeSpan grace)
    {
        var ends = _live.Values.Select(live => live.Ended).ToArray();
        await Task.WhenAll(_live.Values.Select(live => live.Instance.StopAsync(grace)));
        await Task.WhenAll(ends);
    }

    /// <summary>Ends the watching, not what is watched.</summary>
    public void Dispose()
    {
        foreach (var live in _live.Values)
        {
            live.EndChecks();
        }
    }

    public static InstanceSignal Exited(int run, InstanceExit exit, DateTimeOffset? at) =>
        new(SignalKind.Exited) { Run = run, At = at, Cause = exit.Cause, Yes = exit.Succeeded };

    private async Task<InstanceExit> FollowAsync(LiveRun live)
    {
        var exit = await live.Instance.Exited;
        var (spec, at) = (live.Spec, time.GetUtcNow());
        live.EndChecks();
        // In this order: a start of this run that is ordered again must find it here or there, or it would be made twice.
        ledger.Ended(spec.Name, live.Run, exit, at);
        _live.TryRemove(new KeyValuePair<(string, int), LiveRun>((spec.Service, spec.Number), live));
        Log.Ended(logger, spec.Name, exit);
        if (!_stopping && !live.EndIsAwaited)
        {
            senders.Raise(spec.Service, spec.Number, Exited(live.Run, exit, at) with { Also = WasWoken(spec.Service, spec.Number) });
        }

        return exit;
    }

    private void Check(LiveRun live, InstanceDefinition definition) => live.Check(definition.Service.Health, wanted => health.Start(live.Spec, wanted, verdict =>
        senders.Raise(live.Spec.Service, live.Spec.Number, new InstanceSignal(SignalKind.Health)
        {
            Run = live.Run, Yes = verdict.Healthy, Cause = verdict.Cause, At = verdict.At,
        })));
}
