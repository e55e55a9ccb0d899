using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>The sentences that the machine itself has to say.</summary>
internal static class Causes
{
    private static readonly InstanceCause FirstKanban = new(CauseKind.Kanban, "its first kanban starts it");
    private static readonly InstanceCause NextKanban = new(CauseKind.Kanban, "its next kanban starts it");
    private static readonly InstanceCause Interval = new(CauseKind.Requested, "its `interval` starts it");
    private static readonly InstanceCause NobodyStartsIt =
        new(CauseKind.Requested, "it takes no kanbans and has no `startup`; `aionctl start` starts it");

    public static InstanceCause PlatformStarts { get; } = new(CauseKind.Requested, "the platform starts it");

    public static InstanceCause Removed { get; } = new(CauseKind.Requested, "it is no longer in the project");

    public static InstanceCause StoppedByHand { get; } = new(CauseKind.Requested, "stopped by hand; `aionctl start` starts it");

    public static InstanceCause RestartedByHand { get; } = new(CauseKind.Requested, "restarted by hand");

    public static InstanceCause Done { get; } = new(CauseKind.Requested, "it said that its work is done");

    public static InstanceCause Held { get; } = new(CauseKind.Unknown, "the broker that starts it has not looked at it yet");

    public static InstanceCause Replaced { get; } =
        new(CauseKind.Update, "the process of an earlier run could not be taken over: its sidecar or its definition is another one now");

    /// <summary>What starts it that does not run and is not wanted.</summary>
    public static InstanceCause Idle(LifecycleState state) =>
        state.Definition is not { Service.WithoutKanban: true } ? state.Run == 0 ? FirstKanban : NextKanban
        : state.NextInterval is not null ? Interval : NobodyStartsIt;

    public static InstanceCause WaitsFor(IReadOnlyList<string> what) => new(CauseKind.Dependency, "waits: " + string.Join(", ", what));

    public static InstanceCause DependencyRestarted(string name) => new(CauseKind.Dependency, $"{name}, which it depends on, was started again");

    public static InstanceCause Updated(string reason) => new(CauseKind.Update, reason);

    public static InstanceCause NotHealthyInTime(TimeSpan within) =>
        new(CauseKind.Update, $"the update did not become healthy within {within.TotalSeconds:0.###} s");

    public static InstanceCause RolledBack(string reason, InstanceCause cause) =>
        cause with { Kind = CauseKind.Update, Text = $"the update ({reason}) was rolled back: {cause.Text}", LogTail = [] };

    public static InstanceCause GivenUp(InstanceCause cause, int limit) =>
        cause with { Text = $"{cause.Text}; given up after {limit} restarts (restart.limit), `aionctl start` tries again" };
}
