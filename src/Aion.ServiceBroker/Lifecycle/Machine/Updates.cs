using Aion.Project.Model;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>Changes of the definition: taken over, put in force by a replacement, deferred, tried out and taken back.</summary>
internal static class Updates
{
    // Without health checks there is only one sign that an update is bad: it ends soon.
    private static readonly TimeSpan TrialWithoutHealth = TimeSpan.FromSeconds(10);

    public static TimeSpan TrialTime(InstanceDefinition definition) =>
        definition.Service.Health is null ? TrialWithoutHealth : definition.Restart.HealthyWithin;

    public static LifecycleState Apply(LifecycleState state, InstanceSignal signal, DateTimeOffset now)
    {
        var wanted = signal.Definition!;
        state = state with { Removing = false, Sequence = signal.Sequence, Dependencies = signal.Dependencies ?? state.Dependencies };
        if (state.Definition is not { } current)
        {
            return state with { Definition = wanted, Wanted = state.Wanted || wanted.Service.Startup };
        }

        if (!signal.Force && state.Rejected is { } rejected && wanted.IsJudgedAs(rejected.Definition))
        {
            return state;
        }

        if (state.Pending is { } pending && wanted.ReplacementReason(pending) is null)
        {
            return state with { Pending = wanted.TakenOverFrom(pending) };
        }

        return wanted.ReplacementReason(current) is null ? TakeOver(state, wanted.TakenOverFrom(current))
            : state.Phase.IsUp() || state.Adopting || state.Phase is InstanceState.Starting or InstanceState.Stopping ? Defer(state, wanted, now)
            : ReplaceIdle(state, wanted);
    }

    /// <summary>Whether the process may be replaced now although it may be busy.</summary>
    public static bool MayReplace(LifecycleState state, DateTimeOffset now) =>
        state.Busy is null || state.DeferUntil is null || state.DeferUntil <= now;

    /// <summary>Whether it runs as well as can be known: only then is there something to go back to.</summary>
    public static bool IsProven(LifecycleState state) =>
        state.Phase == InstanceState.Healthy || (state.Phase == InstanceState.Running && state.Definition?.Service.Health is null);

    /// <summary>Ends the trial of an update when it is proven or its time is over.</summary>
    public static LifecycleState Judge(LifecycleState state, DateTimeOffset now)
    {
        if (state.Previous is null || state.Pending is not null || state.TrialUntil is not { } until)
        {
            return state;
        }

        if (state.Phase == InstanceState.Healthy || (until <= now && state.Definition!.Service.Health is null))
        {
            return state with { Previous = null, TrialUntil = null };
        }

        return until > now ? state : state with
        {
            TrialUntil = null,
            Asked = new EndRequest(EndReason.Rollback, state.Cause is { Kind: CauseKind.Probe } probe
                ? probe : Causes.NotHealthyInTime(TrialTime(state.Definition!))),
        };
    }

    /// <summary>Puts a definition in force for the next start.</summary>
    public static LifecycleState Replace(LifecycleState state, InstanceDefinition next) => state with
    {
        Definition = next, Pending = null, DeferUntil = null, Rejected = null, Completed = false, GaveUp = false,
        Tries = 0, Starts = 0, NextTry = null,
    };

    /// <summary>
    /// An update whose process ended before it could be replaced: the next start is by the new definition, and follows at once unless
    /// the process had done its work.
    /// </summary>
    public static LifecycleState TakePending(LifecycleState state) => state.Pending is not { } pending ? state : Replace(state, pending) with
    {
        Previous = null,
        Wanted = state.Wanted || (!state.StoppedByHand
            && (state.Phase == InstanceState.Failed || (state.Phase == InstanceState.Finished && pending.NeverEnds))),
    };

    /// <summary>Back to the definition before, which starts again at once.</summary>
    public static LifecycleState RollBack(LifecycleState state, InstanceCause cause, DateTimeOffset now)
    {
        var (failed, previous) = (state.Definition!, state.Previous!);
        var told = Causes.RolledBack(failed.ReplacementReason(previous) ?? "its definition changed", cause);
        return Replace(state, previous) with
        {
            Rejected = new RejectedUpdate(failed, told, now),
            Previous = null,
            TrialUntil = null,
            Asked = null,
            Wanted = true,
            Phase = InstanceState.Backoff,
            Cause = told,
        };
    }

    private static LifecycleState TakeOver(LifecycleState state, InstanceDefinition wanted)
    {
        var givenUp = state.GaveUp && state.Tries > wanted.Restart.Limit;
        return state with
        {
            Definition = wanted,
            Pending = null,
            DeferUntil = null,
            Rejected = null,
            Wanted = state.Wanted || (!state.StoppedByHand && !givenUp && StartsBy(state, wanted)),
            GaveUp = givenUp,
            Phase = wanted.Service.Health is null && state.Phase.IsUp() ? InstanceState.Running : state.Phase,
            Healthy = wanted.Service.Health is null ? null : state.Healthy,
            NextInterval = wanted.Service.Interval == 0 ? null
                : wanted.Service.Interval == state.Definition!.Service.Interval || state.StartedAt is null ? state.NextInterval
                : state.StartedAt + TimeSpan.FromSeconds(wanted.Service.Interval),
        };
    }

    // `startup` was added, or the rule by which it is not running is another one now.
    private static bool StartsBy(LifecycleState state, InstanceDefinition wanted) =>
        (wanted.Service.Startup && !state.Definition!.Service.Startup)
        || (state.Phase == InstanceState.Finished && wanted.NeverEnds)
        || (state.Phase == InstanceState.Failed && (wanted.Restart.Policy != RestartPolicy.Never || wanted.NeverEnds));

    private static LifecycleState Defer(LifecycleState state, InstanceDefinition wanted, DateTimeOffset now) => state with
    {
        Pending = wanted.TakenOverFrom(state.Definition!),
        DeferUntil = state.Busy is null || wanted.Restart.DeferUpTo == TimeSpan.Zero ? null
            : state.DeferUntil ?? (now + wanted.Restart.DeferUpTo),
        Rejected = null,
    };

    private static LifecycleState ReplaceIdle(LifecycleState state, InstanceDefinition wanted)
    {
        var starts = state.Wanted || (wanted.Service.Startup && !state.StoppedByHand);
        return Replace(state, wanted.TakenOverFrom(state.Definition!)) with
        {
            Previous = null,
            Wanted = starts,
            Phase = starts ? state.Phase : InstanceState.Waiting,
        };
    }
}
