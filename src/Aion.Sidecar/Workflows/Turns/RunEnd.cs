using Aion.Sidecar.Workflows.Storage;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Turns;

/// <summary>Ends the run of an instance: the instance with it, or to begin anew. The first end in a turn counts.</summary>
internal sealed class RunEnd(Turn turn, TurnCommit commit, TurnHistory history, DateTime now)
{
    public void Complete(WorkflowAction action, CompleteWorkflowAction complete)
    {
        if (commit.Outcome is not null)
            return;
        if (complete.WorkflowStatus == OrchestrationStatus.ContinuedAsNew)
        {
            ContinueAsNew(complete);
            return;
        }

        var message = history.Record(action);
        message.ExecutionCompleted = commit.Outcome = new ExecutionCompletedEvent
        {
            WorkflowStatus = complete.WorkflowStatus,
            Result = complete.Result,
            FailureDetails = complete.FailureDetails,
        };
        TellParent(commit.Outcome, message.Router);
    }

    public void Fail(string errorType, string message)
    {
        var failure = new TaskFailureDetails { ErrorType = errorType, ErrorMessage = message, IsNonRetriable = true };
        Complete(new CompleteWorkflowAction { WorkflowStatus = OrchestrationStatus.Failed, FailureDetails = failure });
    }

    /// <summary>Ends the instance although its worker did not; what the turn set going is taken back.</summary>
    public void Terminate(string? output)
    {
        commit.TakeBack();
        Complete(new CompleteWorkflowAction { WorkflowStatus = OrchestrationStatus.Terminated, Result = output });
    }

    private void Complete(CompleteWorkflowAction complete) => Complete(new WorkflowAction { Id = EngineEvents.NoId }, complete);

    private void TellParent(ExecutionCompletedEvent outcome, TaskRouter router)
    {
        if (turn.Start!.ExecutionStarted.ParentInstance is not { } parent)
            return;
        var app = parent.AppID is { Length: > 0 } parentApp ? parentApp : turn.State.Instance.App;
        var ended = EngineEvents.ChildEnded(parent.TaskScheduledId, outcome, router, now);
        commit.Messages.Add(new OutgoingEvent(app, parent.WorkflowInstance.InstanceId, parent.WorkflowInstance.ExecutionId, ended));
    }

    private void ContinueAsNew(CompleteWorkflowAction complete)
    {
        commit.Received = turn.Received is { } received ? history.Show(received.Scope) : null;

        // The run begins with nothing but its input and the events that it still has to see.
        commit.Events.Clear();
        commit.TakeBack();
        commit.NextRun = [StartEvents.NextRun(turn.Start!, complete.Result, now), .. complete.CarryoverEvents];
    }
}
