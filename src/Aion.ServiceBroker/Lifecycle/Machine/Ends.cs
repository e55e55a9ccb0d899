using Aion.Project.Model;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>The end of a process, and what follows from it.</summary>
internal static class Ends
{
    public static LifecycleState Ended(LifecycleState state, InstanceSignal signal, DateTimeOffset now)
    {
        var awaited = state.Phase.IsUp() || state.Phase is InstanceState.Starting or InstanceState.Stopping;
        if (awaited ? signal.Run != state.Run && !state.Adopting : signal.Run != state.Run || !state.Adopting)
        {
            return state with { Adopting = false };
        }

        var at = signal.At ?? now;
        var cause = signal.Cause ?? InstanceExit.Unknown.Cause;
        var ran = state.Phase != InstanceState.Starting && state.StartedAt is { } started && at > started ? at - started : TimeSpan.Zero;
        var (asked, wasStopping) = (state.Asked, state.Phase == InstanceState.Stopping);
        state = state with
        {
            Adopting = false,
            LastEnd = new InstanceEnd(signal.Run, at, cause),
            Pid = null,
            Adopted = false,
            Healthy = null,
            Busy = null,
            Asked = null,
            TrialUntil = null,
            NextInterval = AfterMissed(state, at),
        };
        return wasStopping && asked is not null ? AfterAsked(state, asked, signal, now)
            : signal.Adopted ? InstanceMachine.Enter(state with { Wanted = true, NextTry = null }, InstanceState.Backoff, Causes.Replaced, now)
            : AfterOwnEnd(state, signal, cause, ran, now);
    }

    /// <summary>Counts a failed run or start, and says when the next one is, or that there is none.</summary>
    public static LifecycleState Fail(LifecycleState state, InstanceCause cause, TimeSpan ran, DateTimeOffset now)
    {
        var restart = state.Definition!.Restart;
        var tries = ran >= restart.ResetAfter ? 1 : state.Tries + 1;
        state = state with { Tries = tries, NextTry = null };
        if (restart.Policy == RestartPolicy.Never && !state.Definition.NeverEnds)
        {
            return InstanceMachine.Enter(state with { Wanted = false }, InstanceState.Failed, cause, now);
        }

        if (tries > restart.Limit)
        {
            return InstanceMachine.Enter(
                state with { Wanted = false, GaveUp = true }, InstanceState.Failed, Causes.GivenUp(cause, restart.Limit.Value), now);
        }

        var delay = RestartDelay.Of(restart.Backoff, tries, state.Service, state.Number, state.Run);
        // Settling enters Backoff, CrashLoop or Starting; this is not a state that anybody sees.
        return state with
        {
            Wanted = true, Phase = InstanceState.Backoff, Cause = cause with { LogTail = [] },
            NextTry = delay == TimeSpan.Zero ? null : now + delay,
        };
    }

    private static LifecycleState AfterAsked(LifecycleState state, EndRequest asked, InstanceSignal signal, DateTimeOffset now)
    {
        var next = state with { Phase = InstanceState.Backoff, Cause = asked.Cause, NextTry = null };
        return asked.Reason switch
        {
            EndReason.Update when state.Pending is { } pending => Updates.Replace(next, pending) with { Wanted = true },
            EndReason.Rollback => Updates.RollBack(next, asked.Cause, now),
            EndReason.Unhealthy => Fail(next, asked.Cause, TimeSpan.Zero, now),
            EndReason.Finish => Finished(state, asked.Cause, signal, now),
            EndReason.Removal or EndReason.ByHand => next with { Wanted = false },
            _ => next with { Wanted = true, Tries = 0 },
        };
    }

    private static LifecycleState AfterOwnEnd(
        LifecycleState state, InstanceSignal signal, InstanceCause cause, TimeSpan ran, DateTimeOffset now)
    {
        var definition = state.Definition!;
        if (!signal.Yes && !definition.Service.WithoutKanban)
        {
            state = state with { Unreported = new CrashReport(signal.Run, cause.Text) };
        }

        if (state is { Previous: not null, Pending: null } && (!signal.Yes || definition.NeverEnds))
        {
            return Updates.RollBack(state with { Phase = InstanceState.Backoff }, cause, now);
        }

        state = state with { Previous = null };
        return signal.Yes && !definition.NeverEnds ? Finished(state, cause, signal, now) : Fail(state, cause, ran, now);
    }

    // A kanban that came while it ran may still wait: a subscriber's queue nobody can look into, and `multiple` means one start
    // for each.
    private static LifecycleState Finished(LifecycleState state, InstanceCause cause, InstanceSignal signal, DateTimeOffset now) =>
        InstanceMachine.Enter(
            state with
            {
                Wanted = signal.Also && (state.Definition!.IsSubscriber || state.Definition.Service.Multiple),
                Completed = true, Tries = 0, NextTry = null, Previous = null,
            },
            InstanceState.Finished,
            cause,
            now);

    // A periodic start that came due while it ran does not take place.
    private static DateTimeOffset? AfterMissed(LifecycleState state, DateTimeOffset at)
    {
        if (state.NextInterval is not { } next || next > at || state.Definition is not { Service.Interval: > 0 and var seconds })
        {
            return state.NextInterval;
        }

        var interval = TimeSpan.FromSeconds(seconds);
        return next + (interval * (Math.Floor((at - next) / interval) + 1));
    }
}
