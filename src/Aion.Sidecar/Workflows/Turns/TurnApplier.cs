using Aion.Sidecar.Workflows.Storage;
using DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace Aion.Sidecar.Workflows.Turns;

/// <summary>Works out what a worker's answer to a turn changes. The rules are those of daprd's engine (dapr/durabletask-go, backend/runtimestate).</summary>
internal static class TurnApplier
{
    /// <summary>The first second of year 1, and the last of year 9999.</summary>
    private const long EarliestSecond = -62_135_596_800, LatestSecond = 253_402_300_799;

    public static TurnCommit Apply(Turn turn, WorkflowResponse response, DateTime now)
    {
        // 1. Note the version and the patches that the code ran with; stop when they do not fit the history.
        // 2. Apply the actions in their order.
        // 3. See that a termination was obeyed, and pass it on to the children.
        // 4. Derive the status.
        if (VersionRule.FindStall(turn, response) is { } stall)
            return Stall(turn, stall.Reason, stall.Description, now);
        var commit = Begin(turn);
        commit.Events.AddRange(turn.Events);
        VersionRule.Note(turn, response);
        commit.Version = response.Version is { HasName: true } version ? version.Name : turn.State.Version;
        commit.CustomStatus = response.CustomStatus;

        var history = new TurnHistory(turn, commit, now);
        var end = new RunEnd(turn, commit, history, now);
        if (FindFault(turn, response) is { } fault)
            end.Fail("InvalidWorkflowAction", fault);
        else
            ApplyActions(turn, response, new ActionApplier(turn, commit, history, end, now), commit);
        if (turn.Termination is { } termination)
            Terminate(turn, termination, end, commit, now);
        Conclude(turn, commit);
        return commit;
    }

    /// <summary>A commit that leaves all events where they are and holds the instance until another worker comes.</summary>
    public static TurnCommit Stall(Turn turn, StalledReason reason, string description, DateTime now)
    {
        var commit = Begin(turn);
        commit.LastSeq = null;
        if (turn.State.History.LastOrDefault()?.ExecutionStalled?.Description != description)
            commit.Events.Add(EngineEvents.Stalled(reason, description, now));
        commit.Status = OrchestrationStatus.Stalled;
        commit.IsHeld = true;
        commit.Version = turn.State.Version;
        commit.CustomStatus = turn.CustomStatus;
        return commit;
    }

    /// <summary>Says what is wrong with an answer that cannot be one to this turn; null: nothing.</summary>
    public static string? FindFault(Turn turn, WorkflowResponse response)
    {
        var scheduled = new HashSet<Operation>();
        foreach (var action in response.Actions)
        {
            var operation = action.WorkflowActionTypeCase switch
            {
                WorkflowAction.WorkflowActionTypeOneofCase.ScheduleTask => new Operation(OperationKind.Task, action.Id),
                WorkflowAction.WorkflowActionTypeOneofCase.CreateTimer => new Operation(OperationKind.Timer, action.Id),
                WorkflowAction.WorkflowActionTypeOneofCase.CreateChildWorkflow => new Operation(OperationKind.Child, action.Id),
                WorkflowAction.WorkflowActionTypeOneofCase.None => (Operation?)null,
                _ => new Operation((OperationKind)(-1), action.Id),
            };
            if (operation is null)
                return $"The worker asked for an action of a kind that this sidecar does not know (id {action.Id}).";
            if (!IsTime(action.CreateTimer?.FireAt) || !IsTime(action.CreateDetachedWorkflow?.ScheduledStartTimestamp))
                return $"The worker asked for a time that is none (id {action.Id}).";
            if (operation.Value.Kind >= 0 && (turn.State.WasScheduled(operation.Value) || !scheduled.Add(operation.Value)))
                return $"The worker scheduled {operation.Value.Kind} {action.Id} a second time: the workflow's code is not deterministic.";
        }

        return null;
    }

    private static bool IsTime(Timestamp? time) =>
        time is null or { Seconds: >= EarliestSecond and <= LatestSecond, Nanos: >= 0 and < 1_000_000_000 };

    private static TurnCommit Begin(Turn turn) => new()
    {
        Instance = turn.State.Instance,
        Turn = turn.State.Turn,
        LastSeq = turn.LastSeq,
    };

    private static void ApplyActions(Turn turn, WorkflowResponse response, ActionApplier actions, TurnCommit commit)
    {
        foreach (var action in response.Actions)
        {
            // To continue as new would make a run that the termination does not reach.
            if (turn.Termination is not null && action.CompleteWorkflow is { WorkflowStatus: OrchestrationStatus.ContinuedAsNew })
                continue;
            actions.Apply(action);
            if (commit.NextRun is not null)
                return;
        }
    }

    private static void Terminate(Turn turn, ExecutionTerminatedEvent termination, RunEnd end, TurnCommit commit, DateTime now)
    {
        if (commit.Outcome is null)
            end.Terminate(termination.Input);
        if (!termination.Recurse)
            return;
        foreach (var created in turn.State.History.Concat(commit.Events).Where(message => message.ChildWorkflowInstanceCreated is not null))
        {
            var target = created.Router.Target(turn.State.Instance.App);
            var message = EngineEvents.Terminated(termination.Input, isRecursive: true, now);
            commit.Messages.Add(new OutgoingEvent(target, created.ChildWorkflowInstanceCreated.InstanceId, null, message));
        }
    }

    private static void Conclude(Turn turn, TurnCommit commit)
    {
        var isSuspended = commit.Outcome is null && commit.NextRun is null && turn.IsSuspendedAfter;
        commit.IsHeld = isSuspended;
        commit.Status = commit.Outcome?.WorkflowStatus ?? (isSuspended ? OrchestrationStatus.Suspended : OrchestrationStatus.Running);
    }
}
