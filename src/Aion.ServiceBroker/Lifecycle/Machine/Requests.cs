namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>What kanbans, people and the instance itself ask for.</summary>
internal static class Requests
{
    private const int RequestsKept = 8;

    /// <summary>
    /// Starts it for a kanban. One that failed and is not restarted by itself gets the same pauses as any other, or a kanban that
    /// it cannot digest would start it without end.
    /// </summary>
    public static LifecycleState Wake(LifecycleState state, DateTimeOffset now)
    {
        if (!state.Phase.IsIdle() || state.StoppedByHand || state.GaveUp || state.Wanted)
        {
            return state;
        }

        var failed = state is { Phase: InstanceState.Failed, Definition: not null };
        return state with
        {
            Wanted = true,
            NextTry = failed
                ? (state.LastEnd?.At ?? now) + RestartDelay.Of(state.Definition!.Restart.Backoff, state.Tries, state.Service, state.Number, state.Run)
                : null,
        };
    }

    public static LifecycleState Finish(LifecycleState state) =>
        state.Phase.IsUp() && state.Definition is { NeverEnds: false }
            ? state with { Asked = state.Asked ?? new EndRequest(EndReason.Finish, Causes.Done) } : state;

    public static LifecycleState Stop(LifecycleState state) => state with { StoppedByHand = true, Wanted = false, GaveUp = false };

    public static LifecycleState Start(LifecycleState state) => state.Phase.IsUp() && !state.StoppedByHand ? state : state with
    {
        StoppedByHand = false, Wanted = true, GaveUp = false, Tries = 0, NextTry = null,
    };

    public static LifecycleState Restart(LifecycleState state, InstanceSignal signal)
    {
        if (signal.Id is { } id)
        {
            if (state.Requests.Contains(id))
            {
                return state;
            }

            state = state with { Requests = [.. state.Requests.TakeLast(RequestsKept - 1), id] };
        }

        return state.Phase.IsUp()
            ? state with { StoppedByHand = false, Asked = new EndRequest(EndReason.Restart, Causes.RestartedByHand) }
            : Start(state);
    }

    public static LifecycleState Busy(LifecycleState state, InstanceSignal signal) => !state.Phase.IsUp() ? state : state with
    {
        Busy = signal.Yes ? signal.Cause?.Text ?? "busy" : null,
    };
}
