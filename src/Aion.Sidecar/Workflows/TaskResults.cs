using Aion.Sidecar.Workflows.Turns;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows;

/// <summary>Takes in what the activities of an app's workers answer.</summary>
/// <param name="largestItem">Bytes that an answer may have.</param>
internal sealed class TaskResults(WorkflowHub hub, WorkflowEngine engine, int largestItem)
{
    private readonly AnswerLimit _limit = new(hub.AppId, engine.Logger, largestItem);

    /// <summary>Stores the result, unless its workflow does not want it any more; false: nobody waits for an answer of that activity.</summary>
    public async Task<bool> CompleteAsync(ActivityResponse response)
    {
        if (hub.Queue.AnswerTask(response.InstanceId, response.TaskId, response.CompletionToken) is not { } slot)
            return false;
        try
        {
            var store = await engine.StoreAsync();
            var result = EngineEvents.TaskResult(slot.Task.Event, _limit.Fit(response), engine.Now);
            await engine.Health.UntilWrittenAsync(() => store.CompleteTaskAsync(slot.Task, result));
            hub.Queue.EndTask(slot);
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            var pause = engine.Retries.Add(hub.Queue, slot);
            Log.TaskFailed(engine.Logger, hub.AppId, slot.Task.Instance.Id, slot.Task.Id, pause, error);
            throw;
        }
    }
}
