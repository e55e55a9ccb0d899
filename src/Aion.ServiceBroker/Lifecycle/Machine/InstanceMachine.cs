namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>
/// The life of one instance as a pure function: state, signal and time in, state and at most one order out. Whoever drives it
/// carries the order out and gives the answer as the next signal, before any other.
/// </summary>
/// <remarks>
/// A signal only changes what is known; <see cref="Settling"/> then decides by all that is known. So a stop wins whenever it
/// comes, and a signal that comes twice or late does no harm.
/// </remarks>
internal static class InstanceMachine
{
    public static MachineStep Reduce(LifecycleState state, InstanceSignal signal, DateTimeOffset now)
    {
        // The places of another broker's signals say nothing about this one's.
        var isOfANewBroker = signal.Kind == SignalKind.Reconcile && signal.Id != state.Epoch;
        if (signal.Order > 0 && !isOfANewBroker)
        {
            if (signal.Order <= state.Handled)
            {
                return new MachineStep(state, null);
            }

            state = state with { Handled = signal.Order };
        }

        if (state.Removed)
        {
            if (signal.Kind is not (SignalKind.Apply or SignalKind.Reconcile))
            {
                return new MachineStep(state, null);
            }

            state = BeginAnew(state, now);
        }

        var known = signal.Kind switch
        {
            SignalKind.Reconcile => Reconciling.Begin(state, signal, now),
            SignalKind.Apply => Updates.Apply(state, signal, now),
            SignalKind.Remove => state with { Removing = true, Wanted = false },
            SignalKind.Wake => Requests.Wake(state, now),
            SignalKind.Finish => Requests.Finish(state),
            SignalKind.StopByHand => Requests.Stop(state),
            SignalKind.StartByHand => Requests.Start(state),
            SignalKind.RestartByHand => Requests.Restart(state, signal),
            SignalKind.Busy => Requests.Busy(state, signal),
            SignalKind.Started => Starts.Started(state, signal, now),
            SignalKind.StartFailed => Starts.Failed(state, signal, now),
            SignalKind.StartHeld => Starts.Held(state, signal, now),
            SignalKind.Reported => Poison.Reported(state, signal, now),
            SignalKind.PoisonSettled => Poison.Settled(state, signal, now),
            SignalKind.Exited => Ends.Ended(state, signal, now),
            SignalKind.Health => Verdicts.Health(state, signal, now),
            SignalKind.Dependencies => Verdicts.Dependencies(state, signal),
            _ => state,
        };
        if (known.Adopting)
        {
            return signal.Kind == SignalKind.Reconcile ? Reconciling.Adopt(known, signal) : new MachineStep(known, null);
        }

        return Settling.Settle(Reconciling.Complete(known, now), now);
    }

    // Its service was taken away and is back: a new instance. Only what tells its runs and its signals from those before goes on.
    private static LifecycleState BeginAnew(LifecycleState removed, DateTimeOffset now) => LifecycleState.New(removed.Service, removed.Number, now) with
    {
        Held = false, Run = removed.Run, TransitionCount = removed.TransitionCount, Epoch = removed.Epoch, Handled = removed.Handled,
    };

    /// <summary>The state with another phase, noted among the transitions when the phase or the cause is new.</summary>
    public static LifecycleState Enter(LifecycleState state, InstanceState phase, Platforms.InstanceCause? cause, DateTimeOffset now)
    {
        cause = cause is { LogTail.Count: > 0 } ? cause with { LogTail = [] } : cause;
        var noted = state.Transitions.Count > 0 ? state.Transitions[^1] : null;
        if (noted is not null && noted.State == phase && noted.Cause == cause?.Text)
        {
            return state with { Phase = phase, Cause = cause };
        }

        return state with
        {
            Phase = phase,
            Cause = cause,
            Since = noted?.State == phase && state.Phase == phase ? state.Since : now,
            Transitions = [.. state.Transitions.TakeLast(9), new InstanceTransition(now, phase, cause?.Text)],
            TransitionCount = state.TransitionCount + 1,
        };
    }
}
