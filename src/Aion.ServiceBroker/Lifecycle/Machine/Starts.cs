using Aion.ServiceBroker.Lifecycle.Explaining;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>The answers to an ordered start.</summary>
internal static class Starts
{
    private const int PoisonKept = 10;

    public static LifecycleState Started(LifecycleState state, InstanceSignal signal, DateTimeOffset now)
    {
        if (!state.Adopting && (state.Phase != InstanceState.Starting || signal.Run != state.Run))
        {
            return state;
        }

        var startedAt = signal.At ?? now;
        var interval = state.Definition?.Service.Interval ?? 0;
        state = Reported(state, signal, now) with
        {
            Adopting = false,
            Wanted = true,
            Run = Math.Max(state.Run, signal.Run),
            Pid = signal.Pid,
            Adopted = signal.Adopted,
            StartedAt = startedAt,
            Healthy = null,
            NextInterval = interval > 0 ? startedAt + TimeSpan.FromSeconds(interval) : null,
            TrialUntil = state.Previous is null ? null : state.TrialUntil ?? now + Updates.TrialTime(state.Definition!),
        };
        return InstanceMachine.Enter(state, InstanceState.Running, null, now);
    }

    public static LifecycleState Failed(LifecycleState state, InstanceSignal signal, DateTimeOffset now)
    {
        if (state.Phase != InstanceState.Starting || signal.Run != state.Run)
        {
            return state;
        }

        var cause = signal.Cause ?? new InstanceCause(CauseKind.Unknown, "it could not be started");
        state = Reported(state, signal, now) with { LastEnd = new InstanceEnd(signal.Run, signal.At ?? now, cause), Pid = null };
        return state.Previous is not null ? Updates.RollBack(state, cause, now) : Ends.Fail(state, cause, TimeSpan.Zero, now);
    }

    public static LifecycleState Held(LifecycleState state, InstanceSignal signal, DateTimeOffset now) =>
        state.Phase == InstanceState.Starting && signal.Run == state.Run
            ? InstanceMachine.Enter(state with { Held = true }, InstanceState.Waiting, Causes.Held, now) : state;

    // The step in which a kanban is set aside is over when it is told of: it is noted among the transitions.
    private static LifecycleState Reported(LifecycleState state, InstanceSignal signal, DateTimeOffset now)
    {
        if (signal.SetAside is not { } setAside)
        {
            return state;
        }

        state = state with { Unreported = null };
        return setAside.Count == 0 ? state : InstanceMachine.Enter(
            state with { Poison = [.. setAside.Select(id => new PoisonReport(id, now)), .. state.Poison.Take(PoisonKept - 1)] },
            InstanceState.Poisoned,
            new InstanceCause(CauseKind.Poison, $"it crashed three times in a row with {string.Join(", ", setAside)} in work: set aside"),
            now) with { Phase = state.Phase };
    }
}
