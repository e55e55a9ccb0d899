using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Turns;

/// <summary>
/// A workflow must go on with code that knows its version and has applied the same patches, in the same order, as the code of the
/// turns before; more patches may follow.
/// </summary>
internal static class VersionRule
{
    public static (StalledReason Reason, string Description)? FindStall(Turn turn, WorkflowResponse response)
    {
        if (response.Actions.Any(action => action.WorkflowVersionNotAvailable is not null))
            return (StalledReason.VersionNotAvailable, $"Version not available: {turn.State.Version}");
        if (response.Actions.Select(action => action.CompleteWorkflow).FirstOrDefault(complete => complete?.WorkflowStatus == OrchestrationStatus.Stalled) is { } stalled)
            return (StalledReason.PatchMismatch, stalled.Details ?? "The worker stalled the workflow.");
        var past = turn.State.Patches;
        IReadOnlyList<string> present = response.Version?.Patches is { } patches ? patches : [];
        if (past.SequenceEqual(present.Take(past.Count)))
            return null;
        return (StalledReason.PatchMismatch,
            $"Patch mismatch. History patches: [{string.Join(", ", past)}], current patches: [{string.Join(", ", present)}].");
    }

    /// <summary>Writes into the event that begins the turn what is new about the version.</summary>
    public static void Note(Turn turn, WorkflowResponse response)
    {
        if (response.Version is not { } version)
            return;
        var added = new WorkflowVersion();
        added.Patches.Add(version.Patches.Skip(turn.State.Patches.Count));
        if (version.HasName)
            added.Name = version.Name;
        turn.Events[0].WorkflowStarted.Version = added.Patches.Count > 0 || added.HasName ? added : null;
    }
}
