using Aion.Project.Model;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>What is found out about a running instance and about those that it depends on.</summary>
internal static class Verdicts
{
    public static LifecycleState Health(LifecycleState state, InstanceSignal signal, DateTimeOffset now)
    {
        if (signal.Run != state.Run || !state.Phase.IsUp() || state.Adopting)
        {
            return state;
        }

        state = InstanceMachine.Enter(
            state with { Healthy = signal.Yes },
            signal.Yes ? InstanceState.Healthy : InstanceState.Unhealthy,
            signal.Yes ? null : signal.Cause ?? new InstanceCause(CauseKind.Probe, "its health check fails"),
            now);
        var restarts = !signal.Yes && state.Previous is null && state.Definition?.Restart.Policy == RestartPolicy.OnUnhealthy;
        return restarts ? state with { Asked = state.Asked ?? new EndRequest(EndReason.Unhealthy, state.Cause!) } : state;
    }

    public static LifecycleState Dependencies(LifecycleState state, InstanceSignal signal)
    {
        var verdict = signal.Dependencies ?? DependencyVerdict.None;
        state = state with { Dependencies = verdict };
        if (!state.Phase.IsUp() || verdict.WaitingFor.Count > 0)
        {
            return state;
        }

        var restarted = verdict.Runs.Where(r => state.SeenRuns.TryGetValue(r.Key, out var seen) && seen != r.Value).Select(r => r.Key).ToArray();
        return restarted.Length == 0 ? state with { SeenRuns = verdict.Runs }
            : state with { Asked = state.Asked ?? new EndRequest(EndReason.Dependency, Causes.DependencyRestarted(string.Join(", ", restarted))) };
    }
}
