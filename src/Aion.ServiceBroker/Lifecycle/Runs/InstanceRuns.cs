using System.Collections.Concurrent;
using Aion.ServiceBroker.Health;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Workflows;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Projects;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Lifecycle.Runs;

/// <summary>
/// Carries out the orders of the machines, each once per run however often it is given, and watches what runs: ends and verdicts
/// become signals.
/// </summary>
internal sealed class InstanceRuns(
    IInstancePlatform platform, IHealthMonitors health, CrashReporter crashes, RunLedger ledger, SignalSenders senders, TimeProvider time,
    IOptions<ServiceBrokerOptions> options, ILogger<InstanceRuns> logger)
{
    private readonly ConcurrentDictionary<(string Service, int Number), LiveRun> _live = [];
    private readonly ConcurrentDictionary<(string Service, int Number, EffectKind Kind, int Run), Lazy<Task<InstanceSignal>>> _atWork = [];
    private volatile bool _stopping;

    /// <summary>Names this run of the broker. Starts that were ordered under another one are not made.</summary>
    public string Epoch { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Whether a kanban came for an instance since its start; set by the board.</summary>
    public Func<string, int, bool> WasWoken { get; set; } = (_, _) => false;

    /// <summary>Carries an order out. One that is given again while it is at work gets the same answer.</summary>
    public async Task<InstanceSignal> CarryOutAsync(InstanceEffect effect)
    {
        var key = (effect.Service, effect.Number, effect.Kind, effect.Run);
        var work = _atWork.GetOrAdd(key, _ => new Lazy<Task<InstanceSignal>>(() => effect.Kind switch
        {
            EffectKind.Start => StartAsync(effect),
            EffectKind.Stop => StopAsync(effect),
            _ => AdoptAsync(effect),
        }));
        try
        {
            return await work.Value;
        }
        finally
        {
            _atWork.TryRemove(new(key, work));
        }
    }

    /// <summary>Asks for the health of a running instance in another way from now on.</summary>
    public void ChangeHealth(string service, int number, InstanceDefinition definition)
    {
        if (_live.TryGetValue((service, number), out var live) && !_stopping)
        {
            Monitor(live, definition);
        }
    }

    /// <summary>
    /// The broker stops: from here on nothing is started and no end is told of. Ends every process, or leaves them all to the next
    /// broker.
    /// </summary>
    public async Task StopAllAsync(bool leaveRunning)
    {
        _stopping = true;
        // An order is noted before it looks whether the broker stops; here it is the other way round: one of them sees the other.
        Task begun = Task.WhenAll(_atWork.Where(w => w.Key.Kind != EffectKind.Stop).Select(w => w.Value.Value));
        await begun.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!leaveRunning)
        {
            ledger.NoteOrderlyStop();
            var ends = _live.Values.Select(live => live.Ended).ToArray();
            await Task.WhenAll(_live.Values.Select(live => live.Instance.StopAsync(options.Value.StopGrace)));
            await Task.WhenAll(ends);
            // A stop that came before everything of an earlier run was taken over ends that, too.
            await platform.EndLeftoversAsync(new HashSet<string>(), CancellationToken.None);
        }

        foreach (var live in _live.Values)
        {
            live.Monitor?.Dispose();
        }
    }

    private async Task<InstanceSignal> StartAsync(InstanceEffect effect)
    {
        if (_stopping || effect.Epoch != Epoch)
        {
            return new InstanceSignal(SignalKind.StartHeld) { Run = effect.Run };
        }

        if (Known(effect) is { } known)
        {
            return known;
        }

        var setAside = effect.Report is null ? null : await crashes.ReportAsync(effect.Service, effect.Number, effect.Report);
        try
        {
            var spec = InstanceSpecs.Of(effect.Definition!, effect.Number, options.Value) with { Run = effect.Run };
            var running = await platform.StartAsync(spec, CancellationToken.None);
            ledger.Started(spec.Name, effect.Run);
            if (_stopping && !options.Value.KeepRunningOnStop)
            {
                await running.StopAsync(options.Value.StopGrace);
                return new InstanceSignal(SignalKind.StartHeld) { Run = effect.Run };
            }

            return Started(Follow(effect, spec, running)) with { SetAside = setAside };
        }
        catch (InstanceStartException e)
        {
            Log.StartFailed(logger, NameOf(effect), e.Message);
            return Failed(effect, e.Cause, setAside);
        }
        catch (Exception e)
        {
            Log.StartBroke(logger, NameOf(effect), e);
            return Failed(effect, new InstanceCause(CauseKind.Unknown, e.Message), setAside);
        }
    }

    private async Task<InstanceSignal> StopAsync(InstanceEffect effect)
    {
        if (_live.TryGetValue((effect.Service, effect.Number), out var live) && live.Run == effect.Run)
        {
            live.EndIsAwaited = true;
            if (effect.Gently)
            {
                await Task.WhenAny(live.Ended, Task.Delay(options.Value.TerminateGrace, time));
            }

            await live.Instance.StopAsync(options.Value.StopGrace);
            return Exited(effect.Run, await live.Ended, time.GetUtcNow()) with { Also = WasWoken(effect.Service, effect.Number) };
        }

        // The order is from a broker that was killed over it.
        await platform.EndLeftoverAsync(NameOf(effect));
        return FromLedger(effect) ?? Exited(effect.Run, InstanceExit.Unknown, null);
    }

    private async Task<InstanceSignal> AdoptAsync(InstanceEffect effect)
    {
        if (Known(effect) is { } known)
        {
            return known;
        }

        if (_stopping)
        {
            return Exited(effect.Run, InstanceExit.Unknown, null) with { Adopted = true };
        }

        var name = NameOf(effect);
        var trace = platform.FindTrace(name);
        if (trace is { Alive: true } && effect.Definition is { } definition)
        {
            var run = Math.Max(effect.Run, trace.Run);
            var spec = InstanceSpecs.Of(definition, effect.Number, options.Value) with { Run = run };
            if (await platform.AdoptAsync(spec, CancellationToken.None) is { } running)
            {
                ledger.Started(name, run);
                return Started(Follow(effect with { Run = run }, spec, running));
            }

            return Exited(effect.Run, InstanceExit.Unknown, null) with { Adopted = true };
        }

        // A record without a process says that the run was started and has ended; no record at all, that it was not.
        return FromLedger(effect) ?? Exited(trace?.Run == effect.Run ? effect.Run : NoRun, InstanceExit.Unknown, null);
    }

    private const int NoRun = -1;

    // What this broker runs already, or an earlier one had started before it was killed.
    private InstanceSignal? Known(InstanceEffect effect) =>
        _live.TryGetValue((effect.Service, effect.Number), out var live) && live.Run == effect.Run ? Started(live) : FromLedger(effect);

    private InstanceSignal? FromLedger(InstanceEffect effect) =>
        ledger.Read(NameOf(effect)) is { End: { } cause } entry && entry.Run == effect.Run
            ? new InstanceSignal(SignalKind.Exited) { Run = effect.Run, At = entry.EndedAt, Cause = cause, Yes = entry.Succeeded } : null;

    private LiveRun Follow(InstanceEffect effect, InstanceSpec spec, IRunningInstance running)
    {
        var live = new LiveRun(effect.Run, spec, running);
        _live[(spec.Service, spec.Number)] = live;
        Monitor(live, effect.Definition!);
        live.Ended = FollowAsync(live);
        return live;
    }

    private async Task<InstanceExit> FollowAsync(LiveRun live)
    {
        var exit = await live.Instance.Exited;
        var (spec, at) = (live.Spec, time.GetUtcNow());
        live.Monitor?.Dispose();
        _live.TryRemove(new KeyValuePair<(string, int), LiveRun>((spec.Service, spec.Number), live));
        ledger.Ended(spec.Name, live.Run, exit, at);
        Log.Ended(logger, spec.Name, exit);
        if (!_stopping && !live.EndIsAwaited)
        {
            senders.Raise(spec.Service, spec.Number, Exited(live.Run, exit, at) with { Also = WasWoken(spec.Service, spec.Number) });
        }

        return exit;
    }

    private void Monitor(LiveRun live, InstanceDefinition definition)
    {
        var wanted = definition.Service.Health;
        if (MachineJson.Write(wanted).GetRawText() == MachineJson.Write(live.Health).GetRawText())
        {
            return;
        }

        live.Monitor?.Dispose();
        (live.Health, live.Monitor) = (wanted, wanted is null ? null : health.Start(live.Spec, wanted, verdict =>
            senders.Raise(live.Spec.Service, live.Spec.Number, new InstanceSignal(SignalKind.Health)
            {
                Run = live.Run, Yes = verdict.Healthy, Cause = verdict.Cause, At = verdict.At,
            })));
    }

    private static InstanceSignal Started(LiveRun live) => new(SignalKind.Started)
    {
        Run = live.Run, Pid = live.Instance.Pid, At = live.Instance.StartedAt, Adopted = live.Instance.Adopted,
    };

    private static InstanceSignal Failed(InstanceEffect effect, InstanceCause cause, IReadOnlyList<string>? setAside) =>
        new(SignalKind.StartFailed) { Run = effect.Run, Cause = cause, SetAside = setAside };

    private static InstanceSignal Exited(int run, InstanceExit exit, DateTimeOffset? at) =>
        new(SignalKind.Exited) { Run = run, At = at, Cause = exit.Cause, Yes = exit.Succeeded };

    private static string NameOf(InstanceEffect effect) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{effect.Service}-{effect.Number:000}");
}
