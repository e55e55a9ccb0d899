using Aion.Project.Planning;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Machine;

namespace Aion.ServiceBroker.Projects;

/// <summary>
/// Says what an apply does to an instance as it is now, by letting its machine see the apply: what is shown is what will be done.
/// </summary>
internal static class InstancePlanner
{
    /// <param name="state">The instance; null: there is none yet.</param>
    /// <param name="target">What is wanted.</param>
    /// <param name="compared">What the comparison of the two projects alone says.</param>
    /// <param name="force">Whether an update that was rolled back is tried again.</param>
    /// <param name="now">The time.</param>
    public static InstanceStep Plan(LifecycleState? state, InstanceTarget target, InstanceStep compared, bool force, DateTimeOffset now)
    {
        if (state?.Definition is not { } current)
        {
            return compared;
        }

        var next = Updates.Apply(state, new InstanceSignal(SignalKind.Apply) { Definition = target.Definition, Force = force }, now);
        var change = target.Definition.ReplacementReason(current);
        return state.StoppedByHand ? Keep(compared, "stopped by hand; `aionctl start` starts it" + (change is null ? "" : $", then with: {change}"))
            : next.Pending is not null ? Replace(compared, next, target.Definition.ReplacementReason(current) ?? compared.Reason)
            : next.Rejected is { } rejected && change is not null ? Keep(compared, rejected.Cause.Text + "; a further change, or `aionctl apply --force`, is tried again")
            : change is not null ? PlanIdle(state, next, compared, change)
            : next.Wanted && !state.Wanted
                ? compared with { Action = InstanceAction.Start, Reason = compared.Action == InstanceAction.Start ? compared.Reason : "by its new restart rule" }
            : Keep(compared, compared.Action == InstanceAction.Keep ? compared.Reason : "unchanged");
    }

    private static InstanceStep Replace(InstanceStep compared, LifecycleState next, string reason) => next.DeferUntil is { } until
        ? compared with
        {
            Action = InstanceAction.Defer,
            Reason = $"{reason}; it is busy ({next.Busy}) and is replaced when it is free, at the latest at {until.ToLocalTime():HH:mm:ss}",
        }
        : compared with { Action = InstanceAction.Restart, Reason = reason };

    private static InstanceStep PlanIdle(LifecycleState state, LifecycleState next, InstanceStep compared, string change) =>
        next.Wanted ? compared with
        {
            Action = state.Run > 0 ? InstanceAction.Restart : InstanceAction.Start,
            Reason = state.Phase.IsPaused() || state.Phase == InstanceState.Failed
                ? $"{change}; it is {state.Phase.ToText()}: {state.Cause}" : change,
        }
        : Keep(compared, $"{change}; used from its next start");

    private static InstanceStep Keep(InstanceStep compared, string reason) => compared with { Action = InstanceAction.Keep, Reason = reason };
}
