using Aion.Sidecar.Components.Sqlite;
using Aion.Sidecar.Workflows.Turns;
using DurableTask.Protocol;
using Grpc.Core;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>Begins a new instance with a part of the history of one that ended.</summary>
internal sealed class RerunWork(ICommitSink sink, string app, RerunWorkflowFromEventRequest request, string newId, DateTime now)
    : WorkflowWork<RerunResult>(sink)
{
    protected override RerunResult Store(SqliteDatabase database)
    {
        if (InstanceTable.Find(database, app, request.SourceInstanceID) is not { } source)
            return new RerunResult(StatusCode.NotFound, $"workflow instance does not exist with ID '{request.SourceInstanceID}'");
        if (!source.IsCompleted)
            return new RerunResult(StatusCode.InvalidArgument, $"'{request.SourceInstanceID}' is not in a terminal state");
        if (source.Parent is not null)
            return new RerunResult(StatusCode.InvalidArgument, $"'{request.SourceInstanceID}': cannot rerun from child-workflows");
        if (InstanceTable.Find(database, app, newId) is not null)
            return new RerunResult(StatusCode.AlreadyExists, $"workflow '{newId}' has already been created");
        var history = HistoryTable.Read(database, source.Instance.Key);
        if (Rerun.From(history, request, newId, now, out var refusal) is not { } rerun)
            return new RerunResult(refusal!.IsOfEvent ? StatusCode.NotFound : StatusCode.InvalidArgument, refusal.Reason);
        Begin(database, rerun, source.Received);
        return new RerunResult(StatusCode.OK, null);
    }

    private void Begin(SqliteDatabase database, Rerun rerun, PropagatedHistory? received)
    {
        var start = rerun.Past.First(message => message.ExecutionStarted is not null);
        var instance = new InstanceRef(app, newId, InstanceTable.Insert(database, app, newId, start, received, isHeld: false, now));
        var commit = new TurnCommit { Instance = instance, Turn = 0, Status = OrchestrationStatus.Running };
        commit.Events.AddRange(rerun.Past);
        commit.Events.AddRange(rerun.Todo);
        foreach (var message in rerun.Todo)
            Schedule(commit, start.ExecutionStarted, message, received);
        TurnWork.Write(database, Effects, commit, now);
    }

    private void Schedule(TurnCommit commit, ExecutionStartedEvent start, HistoryEvent message, PropagatedHistory? received)
    {
        var target = message.Router.Target(app);
        PropagatedHistory? Show(HistoryPropagationScope scope) => Propagation.Assemble(scope, commit.Instance, commit.Events, received);
        if (message.TaskScheduled is not null)
        {
            commit.Tasks.Add(new PendingTask(commit.Instance, target, commit.Turn, message, Show(message.TaskScheduled.HistoryPropagationScope)));
        }
        else if (message.TimerCreated is { } timer)
        {
            commit.Timers.Add((message.EventId, timer.FireAt.ToDateTime().Ticks, EngineEvents.TimerFired(message.EventId, timer.FireAt, now)));
        }
        else
        {
            var child = StartEvents.Child(commit.Instance, start, message.EventId, message, now);
            commit.Starts.Add(new OutgoingStart(target, child, message.EventId, Show(message.ChildWorkflowInstanceCreated.HistoryPropagationScope)));
        }
    }
}
