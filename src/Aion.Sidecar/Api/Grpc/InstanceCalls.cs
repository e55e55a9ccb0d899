using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;
using Aion.Sidecar.Workflows;
using Aion.Sidecar.Workflows.Storage;
using DurableTask.Protocol;
using Grpc.Core;

namespace Aion.Sidecar.Api.Grpc;

/// <summary>Calls of TaskHubSidecarService that send something to an instance, or wait for it to change.</summary>
internal sealed class InstanceCalls(SidecarApp app)
{
    /// <summary>daprd asks five times, a second apart, for a worker that takes part.</summary>
    private static readonly TimeSpan LongestLack = TimeSpan.FromSeconds(5);

    /// <summary>Stores an event for an instance.</summary>
    /// <exception cref="RpcException">The instance does not exist, or takes no events.</exception>
    public static async Task AddAsync(WorkflowHub hub, string id, HistoryEvent message, ServerCallContext context)
    {
        switch (await hub.AddEventAsync(id, message, context.CancellationToken))
        {
            case AddEventResult.NotFound:
                throw TaskHubMessages.Failure(WorkflowErrors.NoSuchInstance);
            case AddEventResult.Stalled:
                throw TaskHubMessages.Failure(WorkflowErrors.Stalled);
        }
    }

    /// <summary>Stores an event for an instance and waits until it shows.</summary>
    /// <exception cref="RpcException">It will not show as long as no worker connects; it is stored all the same.</exception>
    public async Task ApplyAsync(WorkflowHub hub, string id, HistoryEvent message, Predicate<InstanceRow> shows, ServerCallContext context)
    {
        await AddAsync(hub, id, message, context);
        if (!await TryWaitAsync(hub, id, shows, context))
            throw new RpcException(new Status(StatusCode.FailedPrecondition, WorkflowErrors.NoWorker(app.Options.Namespace, hub.AppId, id)));
    }

    /// <summary>Waits for an instance to be as wanted; false: it is not, and there is no worker that could make it so.</summary>
    public async Task<bool> TryWaitAsync(WorkflowHub hub, string id, Predicate<InstanceRow> isAsWanted, ServerCallContext context)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var wait = WaitAsync(hub, id, isAsWanted, over.Token);
        var lack = hub.Presence.LackAsync(LongestLack, over.Token);
        var isLacking = await Task.WhenAny(wait, lack) == lack && lack.IsCompletedSuccessfully;
        await over.CancelAsync();
        await Task.WhenAll(wait, lack).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (isLacking && !wait.IsCompletedSuccessfully)
            return false;
        await wait;
        return true;
    }

    /// <summary>The instance as soon as it is as wanted; null: it does not exist, or not any more.</summary>
    public async Task<InstanceRow?> WaitAsync(WorkflowHub hub, string id, Predicate<InstanceRow> isAsWanted, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, app.Stopping);
        try
        {
            return await hub.WaitAsync(id, isAsWanted, ended.Token);
        }
        catch (OperationCanceledException) when (app.Stopping.IsCancellationRequested)
        {
            // Clients wait anew when the sidecar is back.
            throw new RpcException(new Status(StatusCode.Unavailable, "shutting down"));
        }
    }
}
