using Aion.ServiceBroker.Lifecycle.Explaining;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>Crashes are reported, and kanbans that caused too many of them are set aside.</summary>
/// <remarks>
/// A crash that is followed by a pause is reported at once, and what was set aside is to be seen in the pause. One that is followed
/// by a start is reported with it: a way more to the sidecar would cost a good part of the time that a restart takes.
/// </remarks>
internal static class Poison
{
    private const int Kept = 10;

    /// <summary>The order to report what was not reported yet, unless that is to be done with the next start; null: nothing is.</summary>
    public static MachineStep? Report(LifecycleState state) =>
        state is { Unreported: { } crash, Removed: false } && crash.Run != state.ReportedRun
            ? new MachineStep(
                state with { ReportedRun = crash.Run },
                new InstanceEffect(EffectKind.Report, state.Service, state.Number, crash.Run) { Report = crash, Definition = state.Definition })
            : null;

    public static LifecycleState Reported(LifecycleState state, InstanceSignal signal, DateTimeOffset now)
    {
        if (signal.Run != state.Unreported?.Run)
        {
            return state;
        }

        var noted = Note(state, signal, now);
        return signal.SetAside is { Count: > 0 } setAside && noted.Phase.IsPaused()
            ? noted with { Phase = InstanceState.Poisoned, Cause = CauseOf(setAside), Since = now } : noted;
    }

    /// <summary>Notes what was set aside, among the transitions too; the phase stays.</summary>
    public static LifecycleState Note(LifecycleState state, InstanceSignal signal, DateTimeOffset now)
    {
        if (signal.SetAside is not { } setAside)
        {
            return state;
        }

        state = state with { Unreported = null };
        return setAside.Count == 0 ? state : InstanceMachine.Enter(
            state with { Poison = [.. setAside.Select(id => new PoisonReport(id, now)), .. state.Poison.Take(Kept - 1)] },
            InstanceState.Poisoned,
            CauseOf(setAside),
            now) with { Phase = state.Phase, Cause = state.Cause, Since = state.Since };
    }

    /// <summary>Somebody has dealt with what was set aside: there is nothing more to say about it but that it happened.</summary>
    public static LifecycleState Settled(LifecycleState state, InstanceSignal signal, DateTimeOffset now) => state with
    {
        Poison = [.. state.Poison.Select(p => p.SettledAt is null && signal.SetAside?.Contains(p.KanbanId) == true ? p with { SettledAt = now } : p)],
    };

    private static InstanceCause CauseOf(IReadOnlyList<string> setAside) =>
        new(CauseKind.Poison, $"it crashed three times in a row with {string.Join(", ", setAside)} in work: set aside");
}
