using Aion.Sidecar.Workflows.Storage;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Turns;

/// <summary>Writes what a turn adds to the history of its instance.</summary>
internal sealed class TurnHistory(Turn turn, TurnCommit commit, DateTime now)
{
    private readonly InstanceRef _instance = turn.State.Instance;

    /// <summary>A new event under the action's id; the caller says what it is of.</summary>
    public HistoryEvent Record(WorkflowAction action, TaskRouter? ownRouter = null)
    {
        var router = (action.Router ?? ownRouter)?.Clone() ?? new TaskRouter();
        router.SourceAppID = _instance.App;
        var message = EngineEvents.New(now, router);
        message.EventId = action.Id;
        commit.Events.Add(message);
        return message;
    }

    /// <summary>The history up to now, for those to whom the workflow shows it; null: nothing is shown.</summary>
    public PropagatedHistory? Show(HistoryPropagationScope scope) =>
        Propagation.Assemble(scope, _instance, turn.State.History.Concat(commit.Events), turn.Received);
}
