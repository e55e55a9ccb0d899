using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>The answers to an ordered start.</summary>
internal static class Starts
{
    public static LifecycleState Started(LifecycleState state, InstanceSignal signal, DateTimeOffset now)
    {
        if (!state.Adopting && (state.Phase != InstanceState.Starting || signal.Run != state.Run))
        {
            return state;
        }

        var startedAt = signal.At ?? now;
        var interval = state.Definition?.Service.Interval ?? 0;
        state = Poison.Note(state, signal, now) with
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
        state = Poison.Note(state, signal, now) with { LastEnd = new InstanceEnd(signal.Run, signal.At ?? now, cause), Pid = null };
        return state.Previous is not null ? Updates.RollBack(state, cause, now) : Ends.Fail(state, cause, TimeSpan.Zero, now);
    }

    public static LifecycleState Held(LifecycleState state, InstanceSignal signal, DateTimeOffset now) =>
        state.Phase == InstanceState.Starting && signal.Run == state.Run
            ? InstanceMachine.Enter(state with { Held = true }, InstanceState.Waiting, Causes.Held, now) : state;
}
