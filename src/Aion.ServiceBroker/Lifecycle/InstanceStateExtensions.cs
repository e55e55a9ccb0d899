namespace Aion.ServiceBroker.Lifecycle;

/// <summary>What several states have in common.</summary>
public static class InstanceStateExtensions
{
    /// <summary>Whether its process runs.</summary>
    public static bool IsUp(this InstanceState state) => state is InstanceState.Running or InstanceState.Healthy or InstanceState.Unhealthy;

    /// <summary>Whether it does not run because it failed, and is started again after a pause.</summary>
    public static bool IsPaused(this InstanceState state) =>
        state is InstanceState.Backoff or InstanceState.CrashLoop or InstanceState.Poisoned;

    /// <summary>Whether it neither runs nor will by itself: a kanban, a person or a change of the project has to come.</summary>
    public static bool IsIdle(this InstanceState state) =>
        state is InstanceState.Waiting or InstanceState.Finished or InstanceState.Failed or InstanceState.Stopped;

    /// <summary>As in the API and in events: <c>crashloop</c>.</summary>
    public static string ToText(this InstanceState state) => state.ToString().ToLowerInvariant();
}
