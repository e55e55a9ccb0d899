using Aion.Sidecar.Workflows.Dispatch;
using Aion.Sidecar.Workflows.Storage;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows;

/// <summary>Gives one connected worker what there is to do, and takes back what it had when it goes.</summary>
internal sealed class WorkerSession(WorkflowHub hub, WorkflowEngine engine, TurnRunner turns, bool keepsHistory)
{
    /// <param name="connected">Tells the worker that it is connected.</param>
    /// <param name="send">Gives it a work item.</param>
    /// <param name="cancellationToken">It is gone.</param>
    public async Task RunAsync(Func<Task> connected, Func<WorkItem, Task> send, CancellationToken cancellationToken)
    {
        using var worker = new Worker(keepsHistory);
        var store = await engine.StoreAsync();
        hub.Queue.Connect(worker);
        hub.Presence.Came();
        Log.WorkerConnected(engine.Logger, hub.AppId, hub.Queue.Workers);
        try
        {
            await connected();
            await store.RecoverAsync(hub.AppId);
            while (true)
            {
                if (hub.Queue.TryTake(worker) is not { } slot)
                    await worker.WaitAsync(cancellationToken);
                else if (await PrepareAsync(slot, worker) is { } item)
                    await send(item);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            hub.Queue.Disconnect(worker);
            hub.Presence.Left();
            Log.WorkerGone(engine.Logger, hub.AppId, hub.Queue.Workers);
        }
    }

    private ValueTask<WorkItem?> PrepareAsync(WorkSlot slot, Worker worker) =>
        slot is TurnSlot turn ? turns.PrepareAsync(turn, worker) : ValueTask.FromResult<WorkItem?>(Activity((TaskSlot)slot));

    private static WorkItem Activity(TaskSlot slot)
    {
        var scheduled = slot.Task.Event.TaskScheduled;
        return new WorkItem
        {
            CompletionToken = slot.Token,
            ActivityRequest = new ActivityRequest
            {
                Name = scheduled.Name,
                Version = scheduled.Version,
                Input = scheduled.Input,
                WorkflowInstance = new WorkflowInstance { InstanceId = slot.Task.Instance.Id },
                TaskId = slot.Task.Id,
                TaskExecutionId = scheduled.TaskExecutionId,
                ParentTraceContext = scheduled.ParentTraceContext,
                PropagatedHistory = slot.Task.Shown,
            },
        };
    }
}
