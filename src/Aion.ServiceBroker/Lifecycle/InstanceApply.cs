using Aion.Project.Planning;
using Aion.ServiceBroker.Lifecycle.Board;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Runs;
using Aion.ServiceBroker.Lifecycle.Workflows;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Projects;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>Hands what a project wants to the workflows of its instances, all at once, and waits until they have seen it.</summary>
internal sealed class InstanceApply(
    InstanceBoard board, InstanceRuns runs, LiveRuns live, SignalSenders senders, DependencyWatch dependencies, RunLedger ledger, IInstancePlatform platform,
    IInstanceWorkflows workflows, TimeProvider time, IOptions<ServiceBrokerOptions> options, ILogger<InstanceApply> logger)
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(15);
    private long _sequence;
    private bool _recovered;

    public async Task RunAsync(IReadOnlyList<InstanceTarget> targets, IReadOnlyList<InstanceStep> steps, CancellationToken ct)
    {
        var known = board.Entries.ToDictionary(e => (e.State.Service, e.State.Number));
        var wanted = targets.Select(t => (t.Definition.Service.Label, t.Number)).ToHashSet();
        var (first, orderly) = (!_recovered, !_recovered && ledger.TakeOrderlyStop());
        _recovered = true;
        _sequence++;

        // 1. Services that are gone, and what an earlier run left of them, end before anything new may need their ports.
        var gone = known.Where(k => !wanted.Contains(k.Key)).Select(k => k.Value).ToArray();
        foreach (var entry in gone)
        {
            senders.Raise(entry.State.Service, entry.State.Number, new InstanceSignal(SignalKind.Remove));
        }

        if (first)
        {
            EndWorkflows(steps);
            await platform.EndLeftoversAsync(targets.Select(NameOf).ToHashSet(StringComparer.Ordinal), CancellationToken.None);
        }

        // 2. Everybody else learns what is wanted, in parallel.
        board.Arrange([.. targets.Select(t => LifecycleState.New(t.Definition.Service.Label, t.Number, time.GetUtcNow()))]);
        var told = targets.Where(t => !IsKnown(t)).ToArray();
        foreach (var target in told)
        {
            Tell(target, orderly, known.GetValueOrDefault((target.Definition.Service.Label, target.Number)));
        }

        // 3. Wait until they have, and until what has to end has ended.
        await WaitAsync(told, gone, ct);
        await ForgetAsync(gone, ct);
        foreach (var entry in board.Entries.Where(e => e.State is { Definition: not null } && e.State.Phase.IsUp()))
        {
            live.ChangeHealth(entry.State.Service, entry.State.Number, entry.State.Definition!);
        }
    }

    // Of services that were taken away while no broker ran only their workflows are left.
    private void EndWorkflows(IReadOnlyList<InstanceStep> steps)
    {
        foreach (var step in steps.Where(s => s.Action == InstanceAction.Stop))
        {
            senders.Open(step.Service, step.Number, new InstanceSignal(SignalKind.Remove));
            ledger.Forget(StatusView.NameOf(step.Service, step.Number));
        }
    }

    // One that nothing changed for is left alone altogether.
    private bool IsKnown(InstanceTarget target)
    {
        var entry = board.Find(target.Definition.Service.Label, target.Number)!;
        return entry.Target is { } before && entry.State is { Removing: false } state && state.Epoch == runs.Epoch
            && Text(before) == Text(target.Definition);
    }

    private static string Text(InstanceDefinition definition) => MachineJson.Write(definition with { Generation = 0 }).GetRawText();

    private void Tell(InstanceTarget target, bool orderly, BoardEntry? known)
    {
        var (service, number) = (target.Definition.Service.Label, target.Number);
        var entry = board.Find(service, number)!;
        // One that was taken away may have left the board since this apply began: then it is new, too.
        var signal = entry == known ? new InstanceSignal(SignalKind.Apply) : new InstanceSignal(SignalKind.Reconcile)
        {
            Id = runs.Epoch, Yes = platform.FindTrace(NameOf(target)) is not null, Also = orderly,
        };
        dependencies.Hand(entry, target.Definition, verdict => senders.Open(
            service, number, signal with { Definition = target.Definition, Dependencies = verdict, Sequence = _sequence }));
    }

    // A workflow that cannot be reached now gets its signals later: the apply is in force, and the caller need not wait for ever.
    private async Task WaitAsync(IReadOnlyList<InstanceTarget> targets, BoardEntry[] gone, CancellationToken ct)
    {
        var entries = targets.Select(t => board.Find(t.Definition.Service.Label, t.Number)!).ToArray();
        bool IsDone(BoardEntry entry) => entry.State is { Adopting: false, Arriving: null, Phase: not InstanceState.Stopping } state
            && state.Sequence >= _sequence && state.Epoch == runs.Epoch;
        bool AreDone() => Array.TrueForAll(entries, IsDone) && Array.TrueForAll(gone, e => e.State.Removed);
        var limit = options.Value.StopGrace + options.Value.TerminateGrace + Slack;
        if (!await board.WaitAsync(AreDone, limit, time, ct))
        {
            Log.ApplyGoesOn(logger, entries.Count(e => !IsDone(e)) + gone.Count(e => !e.State.Removed));
        }
    }

    private async Task ForgetAsync(BoardEntry[] gone, CancellationToken ct)
    {
        foreach (var (service, number) in gone.Where(e => e.State.Removed).Select(e => (e.State.Service, e.State.Number)))
        {
            senders.Close(service, number);
            ledger.Forget(StatusView.NameOf(service, number));
            try
            {
                await workflows.PurgeAsync(service, number, ct);
            }
            catch (Grpc.Core.RpcException e)
            {
                // A service of this name that comes later purges it.
                Log.SignalWaits(logger, service, number, e.Status.Detail);
            }
        }
    }

    private static string NameOf(InstanceTarget target) => target.Definition.Service.InstanceName(target.Number);
}
