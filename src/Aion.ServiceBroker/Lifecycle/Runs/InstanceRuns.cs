using System.Collections.Concurrent;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Projects;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Lifecycle.Runs;

/// <summary>Carries out the orders of the machines, each once per run however often it is given.</summary>
internal sealed class InstanceRuns(
    IInstancePlatform platform, LiveRuns live, CrashReporter crashes, RunLedger ledger, TimeProvider time,
    IOptions<ServiceBrokerOptions> options, ILogger<InstanceRuns> logger)
{
    private const int NoRun = -1;
    private readonly ConcurrentDictionary<(string Service, int Number, EffectKind Kind, int Run), Lazy<Task<InstanceSignal>>> _atWork = [];

    /// <summary>Names this run of the broker. Starts that were ordered under another one are not made.</summary>
    public string Epoch { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Carries an order out. One that is given again while it is at work gets the same answer.</summary>
    public async Task<InstanceSignal> CarryOutAsync(InstanceEffect effect)
    {
        var key = (effect.Service, effect.Number, effect.Kind, effect.Run);
        var work = _atWork.GetOrAdd(key, _ => new Lazy<Task<InstanceSignal>>(() => effect.Kind switch
        {
            EffectKind.Start => StartAsync(effect),
            EffectKind.Stop => StopAsync(effect),
            EffectKind.Report => ReportAsync(effect),
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

    /// <summary>
    /// The broker stops: from here on nothing is started and no end is told of. Ends every process, or leaves them all to the next
    /// broker.
    /// </summary>
    public async Task StopAllAsync(bool leaveRunning)
    {
        live.BeginStop();
        // An order is noted before it looks whether the broker stops; here it is the other way round: one of them sees the other.
        Task begun = Task.WhenAll(_atWork.Where(w => w.Key.Kind != EffectKind.Stop).Select(w => w.Value.Value));
        await begun.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!leaveRunning)
        {
            ledger.NoteOrderlyStop();
            await live.EndAllAsync(options.Value.StopGrace);
            // A stop that came before everything of an earlier run was taken over ends that, too.
            await platform.EndLeftoversAsync(new HashSet<string>(), CancellationToken.None);
        }

        live.Dispose();
    }

    private async Task<InstanceSignal> ReportAsync(InstanceEffect effect) => new(SignalKind.Reported)
    {
        Run = effect.Run, SetAside = await crashes.ReportAsync(effect, effect.Report!),
    };

    private async Task<InstanceSignal> StartAsync(InstanceEffect effect)
    {
        if (live.IsStopping || effect.Epoch != Epoch)
        {
            return new InstanceSignal(SignalKind.StartHeld) { Run = effect.Run };
        }

        if (Known(effect) is { } known)
        {
            return known;
        }

        var setAside = effect.Report is null ? null : await crashes.ReportAsync(effect, effect.Report);
        try
        {
            var spec = InstanceSpecs.Of(effect.Definition!, effect.Number, options.Value) with { Run = effect.Run };
            var running = await platform.StartAsync(spec, CancellationToken.None);
            ledger.Started(spec.Name, effect.Run);
            if (live.IsStopping && !options.Value.KeepRunningOnStop)
            {
                await running.StopAsync(options.Value.StopGrace);
                return new InstanceSignal(SignalKind.StartHeld) { Run = effect.Run };
            }

            return Started(live.Follow(effect.Run, spec, running, effect.Definition!)) with { SetAside = setAside };
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
        if (live.Find(effect.Service, effect.Number, effect.Run) is { } running)
        {
            running.EndIsAwaited = true;
            if (effect.Gently)
            {
                await Task.WhenAny(running.Ended, Task.Delay(options.Value.TerminateGrace, time));
            }

            await running.Instance.StopAsync(options.Value.StopGrace);
            return LiveRuns.Exited(effect.Run, await running.Ended, time.GetUtcNow()) with { Also = live.WasWoken(effect.Service, effect.Number) };
        }

        // The order is from a broker that was killed over it.
        await platform.EndLeftoverAsync(NameOf(effect));
        return FromLedger(effect) ?? LiveRuns.Exited(effect.Run, InstanceExit.Unknown, null);
    }

    private async Task<InstanceSignal> AdoptAsync(InstanceEffect effect)
    {
        if (Known(effect) is { } known)
        {
            return known;
        }

        if (live.IsStopping)
        {
            return LiveRuns.Exited(effect.Run, InstanceExit.Unknown, null) with { Adopted = true };
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
                return Started(live.Follow(run, spec, running, definition));
            }

            return LiveRuns.Exited(effect.Run, InstanceExit.Unknown, null) with { Adopted = true };
        }

        // A record without a process says that the run was started and has ended; no record at all, that it was not.
        return FromLedger(effect) ?? LiveRuns.Exited(trace?.Run == effect.Run ? effect.Run : NoRun, InstanceExit.Unknown, null);
    }

    // What this broker runs already, or an earlier one had started before it was killed.
    private InstanceSignal? Known(InstanceEffect effect) =>
        live.Find(effect.Service, effect.Number, effect.Run) is { } running ? Started(running) : FromLedger(effect);

    private InstanceSignal? FromLedger(InstanceEffect effect) =>
        ledger.Read(NameOf(effect)) is { End: { } cause } entry && entry.Run == effect.Run
            ? new InstanceSignal(SignalKind.Exited) { Run = effect.Run, At = entry.EndedAt, Cause = cause, Yes = entry.Succeeded } : null;

    private static InstanceSignal Started(LiveRun running) => new(SignalKind.Started)
    {
        Run = running.Run, Pid = running.Instance.Pid, At = running.Instance.StartedAt, Adopted = running.Instance.Adopted,
    };

    private static InstanceSignal Failed(InstanceEffect effect, InstanceCause cause, IReadOnlyList<string>? setAside) =>
        new(SignalKind.StartFailed) { Run = effect.Run, Cause = cause, SetAside = setAside };

    private static string NameOf(InstanceEffect effect) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{effect.Service}-{effect.Number:000}");
}
