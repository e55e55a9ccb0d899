using Aion.Project.Model;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Machine;

namespace Aion.ServiceBroker.Tests.Lifecycle.Machine;

/// <summary>What must hold after every step, whatever happened.</summary>
internal static class MachineInvariants
{
    public static void Check(LifecycleState before, InstanceSignal signal, MachineStep step, DateTimeOffset now)
    {
        var state = step.State;
        Assert.True(state.Run >= before.Run && state.Run <= before.Run + 1 || signal.Kind == SignalKind.Started, "runs count one by one");

        // No run is started while one may live.
        if (step.Effect is { Kind: EffectKind.Start } start)
        {
            Assert.Equal((InstanceState.Starting, state.Run), (state.Phase, start.Run));
            Assert.Equal(before.Run + 1, start.Run);
            Assert.False(before.Phase.IsUp() && signal.Kind is not (SignalKind.Exited or SignalKind.Reconcile), $"a second run while one is {before.Phase}");
            Assert.False(state.StoppedByHand || state.Removing || state.GaveUp, "a start against a stop");
        }

        // Every state that is not running says why.
        var running = state.Phase.IsUp() || state.Phase == InstanceState.Starting;
        Assert.True(running || state.Cause is { Text.Length: > 0 }, $"{state.Phase} without a cause");

        CheckNotForgotten(state, step, now);
        CheckStopWins(state, step);
        Assert.True(step.Effect is not null || state.Due is null || state.Due > now, $"due at {state.Due} and not done: the driver would spin");
        Assert.True(state.Transitions.Count <= 10);
    }

    // Never given up in silence: what is wanted and does not run has a next try, or waits for something that it names.
    private static void CheckNotForgotten(LifecycleState state, MachineStep step, DateTimeOffset now)
    {
        if (state.Phase.IsPaused())
        {
            Assert.True(state.NextTry > now && state.Due == state.NextTry, $"{state.Phase} without a next try");
        }

        if (state.Wanted && !state.Phase.IsUp() && step.Effect is null && !state.Adopting)
        {
            Assert.True(state.Due is not null || state.Dependencies.WaitingFor.Count > 0 || state.Held, $"wanted, {state.Phase}, and forgotten");
        }

        if (state.Phase == InstanceState.Failed && step.Effect is null)
        {
            Assert.True(state.Definition!.Restart.Policy == RestartPolicy.Never || state.GaveUp, "failed although it is to be restarted");
        }

        Assert.False(state.Phase is InstanceState.Starting or InstanceState.Stopping && step.Effect is null, $"{state.Phase} and nothing ordered");
    }

    private static void CheckStopWins(LifecycleState state, MachineStep step)
    {
        if ((state.StoppedByHand || state.Removing) && step.Effect is null)
        {
            Assert.False(state.Phase.IsUp(), $"{state.Phase} although it is to be stopped");
            Assert.Equal(InstanceState.Stopped, state.Phase);
        }
    }
}
