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
    InstanceBoard board, InstanceRuns runs, SignalSenders senders, DependencyWatch dependencies, RunLedger ledger, IInstancePlatform platform,
    IInstanceWorkflows workflows, TimeProvider time, IOptions<ServiceBrokerOptions> options, ILogger<InstanceApply> logger)
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(15);
    private readonly List<BoardEntry> _leaving = [];
    private long _sequence;
    private bool _recovered;

    public async Task RunAsync(IReadOnlyList<InstanceTarget> targets, IReadOnlyList<InstanceStep> steps, bool force, CancellationToken ct)
    {
        var known = board.Entries.ToDictionary(e => (e.State.Service, e.State.Number));
        var told = targets.Where(t => !IsInForce(t, known.GetValueOrDefault(KeyOf(t)), force)).ToArray();
        var orderly = !_recovered && ledger.TakeOrderlyStop();
        _sequence++;
        board.Arrange([.. targets.Select(t => LifecycleState.New(t.Definition.Service.Label, t.Number, time.GetUtcNow()))]);

        // 1. Services that are gone, and what an earlier run left of them, end before anything new may need their ports.
        Remove(known.Values.Where(e => e.Leaving));
        if (!_recovered)
        {
            _recovered = true;
            await ForgetAsync([.. steps.Where(s => s.Action == InstanceAction.Stop).Select(s => (s.Service, s.Number))], ct);
            await platform.EndLeftoversAsync(targets.Select(NameOf).ToHashSet(StringComparer.Ordinal), CancellationToken.None);
        }

        // 2. Everybody else learns what is wanted, in parallel.
        foreach (var target in told)
        {
            Tell(target, orderly, known.GetValueOrDefault(KeyOf(target)), force);
        }

        // 3. Wait until they have, and until what has to end has ended.
        await WaitAsync(told, ct);
        await ForgetAsync([.. _leaving.Where(e => !board.Has(e)).Select(e => (e.State.Service, e.State.Number))], ct);
        _leaving.RemoveAll(e => !board.Has(e));
    }

    // Also those of an earlier apply that nobody waited for to the end; a service that is back since has taken them over.
    private void Remove(IEnumerable<BoardEntry> leaving)
    {
        _leaving.RemoveAll(e => board.Find(e.State.Service, e.State.Number) is { Leaving: false });
        _leaving.AddRange(leaving.Except(_leaving).ToArray());
        foreach (var entry in _leaving)
        {
            senders.Raise(entry.State.Service, entry.State.Number, new InstanceSignal(SignalKind.Remove));
        }
    }

    // One that nothing changed for is left alone altogether.
    private bool IsInForce(InstanceTarget target, BoardEntry? known, bool force) =>
        known is { Leaving: false, Target: { } before, State: { Removing: false } state } && state.Epoch == runs.Epoch
        && Text(before) == Text(target.Definition) && !(force && state.Rejected is not null);

    private static string Text(InstanceDefinition definition) => MachineJson.Write(definition with { Generation = 0 }).GetRawText();

    private void Tell(InstanceTarget target, bool orderly, BoardEntry? known, bool force)
    {
        var (service, number) = KeyOf(target);
        var entry = board.Find(service, number)!;
        // One that was taken away may have left the board since this apply began: then it is new, too.
        var signal = entry == known ? new InstanceSignal(SignalKind.Apply) : new InstanceSignal(SignalKind.Reconcile)
        {
            Id = runs.Epoch, Yes = platform.FindTrace(NameOf(target)) is not null, Also = orderly,
        };
        dependencies.Hand(entry, target.Definition, verdict => senders.Open(
            service, number, signal with { Definition = target.Definition, Dependencies = verdict, Sequence = _sequence, Force = force }));
    }

    // A workflow that cannot be reached now gets its signals later: the apply is in force, and the caller need not wait for ever.
    private async Task WaitAsync(IReadOnlyList<InstanceTarget> targets, CancellationToken ct)
    {
        var entries = targets.Select(t => board.Find(t.Definition.Service.Label, t.Number)!).ToArray();
        bool IsDone(BoardEntry entry) => entry.State is { Adopting: false, Arriving: null, Phase: not InstanceState.Stopping } state
            && state.Sequence >= _sequence && state.Epoch == runs.Epoch;
        bool AreDone() => Array.TrueForAll(entries, IsDone) && !_leaving.Exists(board.Has);
        var limit = options.Value.StopGrace + options.Value.TerminateGrace + Slack;
        if (!await board.WaitAsync(AreDone, limit, time, ct))
        {
            Log.ApplyGoesOn(logger, entries.Count(e => !IsDone(e)) + _leaving.Count(board.Has));
        }
    }

    // Nothing is sent to these any more: they have ended, and only an apply could bring them back. What cannot be deleted rests in
    // the sidecar; a service of this name that comes later takes it over.
    private async Task ForgetAsync(IReadOnlyList<(string Service, int Number)> gone, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Slack, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        await Parallel.ForEachAsync(gone, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = CancellationToken.None }, async (instance, _) =>
        {
            senders.Close(instance.Service, instance.Number);
            ledger.Forget(StatusView.NameOf(instance.Service, instance.Number));
            try
            {
                await workflows.EndAsync(instance.Service, instance.Number, either.Token);
            }
            catch (Exception e) when (e is Grpc.Core.RpcException or OperationCanceledException)
            {
                Log.WorkflowLeft(logger, instance.Service, instance.Number, ProblemText.Of(e));
            }
        });
    }

    private static (string Service, int Number) KeyOf(InstanceTarget target) => (target.Definition.Service.Label, target.Number);

    private static string NameOf(InstanceTarget target) => target.Definition.Service.InstanceName(target.Number);
}
