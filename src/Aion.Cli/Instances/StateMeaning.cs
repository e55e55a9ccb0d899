using Aion.ServiceBroker.Lifecycle;

namespace Aion.Cli.Instances;

/// <summary>What a state means, for who meets its name for the first time.</summary>
internal static class StateMeaning
{
    /// <param name="instance">Whose state it is.</param>
    /// <param name="withoutKanban">Whether its service takes no kanbans.</param>
    public static string Of(InstanceStatus instance, bool withoutKanban) => instance.State switch
    {
        InstanceState.Waiting when instance.WaitingFor.Count > 0 => "it does not run: it is to start and waits for a service that it depends on",
        InstanceState.Waiting => "it does not run: " + (withoutKanban ? "it takes no kanban, so somebody has to start it" : "a kanban starts it"),
        InstanceState.Starting => "it is being started",
        InstanceState.Running => "its process runs; nobody checks more than that, or the first check is still to come",
        InstanceState.Healthy => "its process runs and answers its health checks",
        InstanceState.Unhealthy => "its process runs, but fails its health checks",
        InstanceState.Stopping => "it was asked to end and has not ended yet",
        InstanceState.Backoff => "it failed and will be started again after a pause that grows from try to try",
        InstanceState.CrashLoop => "it failed so often that the pause has reached its maximum; it is still tried",
        InstanceState.Finished => "it has done its work; " + Again(withoutKanban, instance.NextTry is not null),
        InstanceState.Failed => "it ended with an error or cannot be started, and is not started again by itself (`restart` in the project file)",
        InstanceState.Poisoned => "a kanban that was in work in three crashes in a row was set aside; it is started again after a pause, without it",
        _ => "somebody, the project or the platform stopped it",
    };

    private static string Again(bool withoutKanban, bool periodic) => (withoutKanban, periodic) switch
    {
        (false, true) => "a kanban, or its `interval`, starts it again",
        (false, false) => "a kanban starts it again",
        (true, true) => "its `interval` starts it again",
        (true, false) => "it takes no kanban and has no `interval`, so only `aionctl start` starts it again",
    };
}
