using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>A broker has started: what an earlier one left is taken over, or known to have ended.</summary>
internal static class Reconciling
{
    public static LifecycleState Begin(LifecycleState state, InstanceSignal signal, DateTimeOffset now)
    {
        if (state.Epoch == signal.Id && state.Definition is not null)
        {
            return state;
        }

        state = state with { Epoch = signal.Id, Held = false, Arriving = signal, Handled = signal.Order };
        if (signal.Yes || (ShouldRun(state) && !signal.Also))
        {
            return state with { Adopting = true };
        }

        return signal.Also ? AfterOrderlyStop(state, now) : state;
    }

    /// <summary>What was left is known: now what this broker wants counts, so that nothing is started by an old definition.</summary>
    public static LifecycleState Complete(LifecycleState state, DateTimeOffset now) => state.Arriving is not { Definition: not null } wanted
        ? state with { Arriving = null } : Updates.Apply(state with { Arriving = null }, wanted, now);

    public static MachineStep Adopt(LifecycleState state, InstanceSignal signal) => new(
        state,
        new InstanceEffect(EffectKind.Adopt, state.Service, state.Number, state.Run) { Definition = state.Definition ?? signal.Definition });

    private static bool ShouldRun(LifecycleState state) =>
        state.Phase.IsUp() || state.Phase is InstanceState.Starting or InstanceState.Stopping;

    // Everything was ended on purpose and begins anew, except what somebody stopped. What a subscriber's queue holds only its
    // sidecar knows: one that ran is started again.
    private static LifecycleState AfterOrderlyStop(LifecycleState state, DateTimeOffset now)
    {
        var wanted = state.Definition is { } definition && !state.StoppedByHand
            && (definition.Service.Startup || (definition.IsSubscriber && (ShouldRun(state) || state.Wanted)));
        return InstanceMachine.Enter(
            state with
            {
                Wanted = wanted, Pid = null, Adopted = false, Healthy = null, Busy = null, Asked = null, Tries = 0, Starts = 0, GaveUp = false,
                NextTry = null, Completed = false, Previous = null, TrialUntil = null, DeferUntil = null, Unreported = null,
            },
            InstanceState.Waiting,
            wanted ? Causes.PlatformStarts : Causes.Idle(state),
            now);
    }
}
