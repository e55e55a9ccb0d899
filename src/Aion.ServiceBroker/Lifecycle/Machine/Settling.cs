using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>Compares what is wanted of an instance with what it is, and orders the next step.</summary>
internal static class Settling
{
    public static MachineStep Settle(LifecycleState state, DateTimeOffset now)
    {
        if (state.Phase is InstanceState.Starting or InstanceState.Stopping)
        {
            return new MachineStep(state, null);
        }

        var step = state.Phase.IsUp() ? SettleUp(Updates.Judge(state, now), now) : SettleDown(state, now);
        return step.Effect is null ? Poison.Report(step.State) ?? step : step;
    }

    private static MachineStep SettleUp(LifecycleState state, DateTimeOffset now)
    {
        if (ReasonToEnd(state, now) is not { } end)
        {
            return new MachineStep(state, null);
        }

        if (end.Reason == EndReason.Update)
        {
            state = state with { Previous = state.Previous ?? (Updates.IsProven(state) ? state.Definition : null) };
        }

        state = InstanceMachine.Enter(state with { Asked = end }, InstanceState.Stopping, end.Cause, now);
        return new MachineStep(state, new InstanceEffect(EffectKind.Stop, state.Service, state.Number, state.Run)
        {
            Gently = end.Reason == EndReason.Finish,
        });
    }

    private static EndRequest? ReasonToEnd(LifecycleState state, DateTimeOffset now) =>
        state.Removing ? new EndRequest(EndReason.Removal, Causes.Removed)
        : state.StoppedByHand ? new EndRequest(EndReason.ByHand, Causes.StoppedByHand)
        : state.Asked is { Reason: not (EndReason.Removal or EndReason.ByHand or EndReason.Update) } asked ? asked
        : state.Pending is { } pending && Updates.MayReplace(state, now)
            ? new EndRequest(EndReason.Update, Causes.Updated(pending.ReplacementReason(state.Definition!) ?? "its definition changed"))
        : null;

    private static MachineStep SettleDown(LifecycleState state, DateTimeOffset now)
    {
        if (state.Removing)
        {
            return new MachineStep(InstanceMachine.Enter(state with { Removed = true }, InstanceState.Stopped, Causes.Removed, now), null);
        }

        state = Updates.TakePending(state);
        if (state.StoppedByHand)
        {
            return new MachineStep(InstanceMachine.Enter(state with { Asked = null }, InstanceState.Stopped, Causes.StoppedByHand, now), null);
        }

        if (state.Definition is null || state.Held)
        {
            return new MachineStep(InstanceMachine.Enter(state, InstanceState.Waiting, Causes.Held, now), null);
        }

        return state.Wanted || IsPeriodicStartDue(state, now) ? Begin(state, now) : new MachineStep(Idle(state, now), null);
    }

    private static bool IsPeriodicStartDue(LifecycleState state, DateTimeOffset now) =>
        state.Definition!.Service.Interval > 0 && !state.GaveUp && state.NextInterval <= now;

    private static MachineStep Begin(LifecycleState state, DateTimeOffset now)
    {
        if (state.Dependencies.WaitingFor.Count > 0)
        {
            return new MachineStep(
                InstanceMachine.Enter(state with { Wanted = true }, InstanceState.Waiting, Causes.WaitsFor(state.Dependencies.WaitingFor), now), null);
        }

        if (state.NextTry > now)
        {
            var phase = state.Phase == InstanceState.Poisoned ? InstanceState.Poisoned
                : RestartDelay.IsAtMaximum(state.Definition!.Restart.Backoff, state.Tries) ? InstanceState.CrashLoop : InstanceState.Backoff;
            // The last end may be the broker's own SIGTERM; why it was sent is the cause, unless it waited for something since.
            var failure = state.Phase == InstanceState.Waiting ? state.LastEnd?.Cause ?? state.Cause : state.Cause ?? state.LastEnd?.Cause;
            return new MachineStep(InstanceMachine.Enter(state with { Wanted = true }, phase, failure, now), null);
        }

        var why = state.Phase is InstanceState.Waiting or InstanceState.Finished or InstanceState.Stopped ? null : state.Cause;
        state = InstanceMachine.Enter(
            state with
            {
                Wanted = true, Run = state.Run + 1, Starts = state.Starts + 1, NextTry = null, Asked = null,
                SeenRuns = state.Dependencies.Runs,
                NextInterval = state.Definition!.Service.Interval is > 0 and var seconds ? now + TimeSpan.FromSeconds(seconds) : null,
            },
            InstanceState.Starting,
            why,
            now);
        return new MachineStep(state, new InstanceEffect(EffectKind.Start, state.Service, state.Number, state.Run)
        {
            Definition = state.Definition, Report = state.Unreported, Epoch = state.Epoch,
        });
    }

    private static LifecycleState Idle(LifecycleState state, DateTimeOffset now) => state.Phase switch
    {
        InstanceState.Finished or InstanceState.Failed => state,
        _ => InstanceMachine.Enter(state, InstanceState.Waiting, Causes.Idle(state), now),
    };
}
