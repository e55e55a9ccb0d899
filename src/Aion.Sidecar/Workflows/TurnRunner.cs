using Aion.Sidecar.Components.Sqlite;
using Aion.Sidecar.Workflows.Dispatch;
using Aion.Sidecar.Workflows.Storage;
using Aion.Sidecar.Workflows.Turns;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows;

/// <summary>Makes the turns of an app's instances into work items, and their answers into commits.</summary>
/// <param name="largestItem">Bytes that a work item may have: what a worker takes as one message.</param>
internal sealed class TurnRunner(WorkflowHub hub, WorkflowEngine engine, int largestItem)
{
    /// <summary>More events than this are taken in several turns.</summary>
    private const int MostEvents = 1000;

    private readonly AnswerLimit _limit = new(hub.AppId, engine.Logger, largestItem);

    /// <summary>The work item of the slot's instance; null: it has nothing to do after all.</summary>
    public async ValueTask<WorkItem?> PrepareAsync(TurnSlot slot, Worker worker)
    {
        try
        {
            if (await BeginAsync(slot) is not { } turn)
                return null;
            var item = Item(slot, turn, worker);
            if (item.CalculateSize() <= largestItem)
            {
                slot.Turn = turn;
                engine.Overdue.Given(hub, slot);
                return item;
            }

            var reason = $"The history and the new events take more than the {largestItem} bytes of the largest message.";
            Log.Stalled(engine.Logger, hub.AppId, slot.Instance.Id, reason);
            await CommitAsync(slot, turn.State, TurnApplier.Stall(turn, StalledReason.PayloadSizeExceeded, reason, engine.Now));
            return null;
        }
        catch (Exception error)
        {
            // The stream goes on: the other instances of the app have nothing to do with it.
            RepeatLater(slot, error);
            return null;
        }
    }

    /// <summary>Commits what the worker answered; false: nobody waits for an answer of that instance.</summary>
    public async Task<bool> CompleteAsync(WorkflowResponse response)
    {
        if (hub.Queue.AnswerTurn(response.InstanceId, response.CompletionToken) is not { } slot)
            return false;
        engine.Overdue.Answered(hub, slot);
        var turn = slot.Turn!;
        response = _limit.Fit(response);
        if (response.CompletionToken.Length == 0 && TurnApplier.FindFault(turn, response) is { } fault)
        {
            // Without a token it may be the answer to an earlier turn.
            Log.AnswerDropped(engine.Logger, hub.AppId, response.InstanceId, fault);
            hub.Queue.EndTurn(slot, isReady: true);
            return true;
        }

        try
        {
            var commit = Apply(turn, response);
            return await engine.Health.UntilWrittenAsync(async () =>
            {
                await CommitAsync(slot, turn.State, commit);
                return true;
            });
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            RepeatLater(slot, error);
            throw;
        }
    }

    /// <summary>As in daprd, a workflow stalls that asks for an activity which no worker could be given: the stream would break.</summary>
    private TurnCommit Apply(Turn turn, WorkflowResponse response)
    {
        var commit = TurnApplier.Apply(turn, response, engine.Now);
        if (commit.Tasks.FirstOrDefault(task => task.Size > largestItem) is not { } large)
            return commit;
        var reason = $"Activity '{large.Event.TaskScheduled.Name}' ({large.Id}) takes {large.Size} bytes; the largest message may have {largestItem}.";
        Log.Stalled(engine.Logger, hub.AppId, commit.Instance.Id, reason);
        return TurnApplier.Stall(turn, StalledReason.PayloadSizeExceeded, reason, engine.Now);
    }

    private async ValueTask<Turn?> BeginAsync(TurnSlot slot)
    {
        var store = await engine.StoreAsync();
        var known = engine.States.Take(slot.Instance.Key);
        if (store.Load(slot.Instance.Key, known?.Turn ?? -1, MostEvents) is not { Row.IsCompleted: false } snapshot)
        {
            hub.Queue.EndTurn(slot, isReady: false);
            return null;
        }

        var row = snapshot.Row;
        var state = snapshot.History is null ? known! : new InstanceState(row.Instance, row.Turn, snapshot.History);
        var isHeld = row.IsHeld && row.Status != OrchestrationStatus.Stalled && !snapshot.Inbox.Any(entry => entry.Event.Wakes());
        if (!isHeld && Turn.Begin(state, row, snapshot.Inbox, engine.Now) is { } turn)
            return turn;
        if (isHeld || snapshot.Inbox.Count == 0)
        {
            engine.States.Put(state);
            hub.Queue.EndTurn(slot, isReady: false);
        }
        else
        {
            await CommitAsync(slot, state, Discard(row, snapshot.Inbox[^1].Seq));
        }

        return null;
    }

    private async Task CommitAsync(TurnSlot slot, InstanceState state, TurnCommit commit)
    {
        var store = await engine.StoreAsync();
        var isReady = await store.CommitTurnAsync(commit);
        if (isReady is not null && commit.NextRun is not null)
        {
            engine.States.Put(new InstanceState(commit.Instance, commit.Turn + 1, []));
        }
        else if (isReady is not null && commit.Outcome is null)
        {
            state.Advance(commit.Events);
            engine.States.Put(state);
        }
        else if (commit.Outcome is { } outcome)
        {
            Log.Ended(engine.Logger, hub.AppId, commit.Instance.Id, outcome.WorkflowStatus.ToString());
        }

        slot.Failures = 0;
        // A turn of a state that is gone: have a look at the state that is there.
        hub.Queue.EndTurn(slot, isReady ?? true);
    }

    private void RepeatLater(TurnSlot slot, Exception error)
    {
        var pause = engine.Retries.Add(hub.Queue, slot);
        if (error is not StoreException { IsTold: true })
            Log.TurnFailed(engine.Logger, hub.AppId, slot.Instance.Id, pause, error);
    }

    /// <summary>Takes events that mean nothing to the instance out of its inbox.</summary>
    private static TurnCommit Discard(InstanceRow row, long lastSeq) => new()
    {
        Instance = row.Instance,
        Turn = row.Turn,
        LastSeq = lastSeq,
        Status = row.Status,
        IsHeld = row.IsHeld,
        CustomStatus = row.CustomStatus,
        Version = row.Version,
    };

    private static WorkItem Item(TurnSlot slot, Turn turn, Worker worker)
    {
        var request = new WorkflowRequest
        {
            InstanceId = slot.Instance.Id,
            ExecutionId = turn.Start!.ExecutionStarted.WorkflowInstance?.ExecutionId,
            PropagatedHistory = turn.Received,
        };
        worker.AddPast(request, slot.Instance.Key, turn.State.History);
        request.NewEvents.AddRange(turn.Events);
        return new WorkItem { CompletionToken = slot.Token, WorkflowRequest = request };
    }
}
