using System.Collections.Concurrent;
using DurableTask.Protocol;
using Grpc.Core;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>A worker that answers everything at once, and remembers what the sidecar took.</summary>
/// <param name="client">Its sidecar.</param>
/// <param name="workflow">The answer to a turn, from all events that the workflow knows.</param>
internal sealed class AutoWorker(
    TaskHubSidecarService.TaskHubSidecarServiceClient client, Func<IReadOnlyList<HistoryEvent>, IEnumerable<WorkflowAction>> workflow)
{
    /// <summary>Activities whose results the sidecar took: instance, a slash, and the id.</summary>
    public ConcurrentDictionary<string, int> Taken { get; } = new();

    /// <summary>Activities that were given although their result had been taken.</summary>
    public ConcurrentQueue<string> Repeated { get; } = new();

    /// <summary>Works until the stream ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stream = client.GetWorkItems(new GetWorkItemsRequest(), cancellationToken: cancellationToken);
        try
        {
            await foreach (var item in stream.ResponseStream.ReadAllAsync(cancellationToken))
                _ = Task.Run(() => AnswerAsync(item), CancellationToken.None);
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException)
        {
            // The host was killed, or the test is over.
        }
    }

    private async Task AnswerAsync(WorkItem item)
    {
        try
        {
            if (item.WorkflowRequest is { } turn)
            {
                var response = new WorkflowResponse { InstanceId = turn.InstanceId, CompletionToken = item.CompletionToken };
                response.Actions.AddRange(workflow([.. turn.PastEvents, .. turn.NewEvents]));
                await client.CompleteOrchestratorTaskAsync(response);
                return;
            }

            var activity = item.ActivityRequest;
            var name = $"{activity.WorkflowInstance.InstanceId}/{activity.TaskId}";
            if (Taken.ContainsKey(name))
                Repeated.Enqueue(name);
            var result = new ActivityResponse
            {
                InstanceId = activity.WorkflowInstance.InstanceId,
                TaskId = activity.TaskId,
                CompletionToken = item.CompletionToken,
                Result = activity.Name,
            };
            await client.CompleteActivityTaskAsync(result);
            Taken[name] = 1;
        }
        catch (RpcException)
        {
            // Not taken: the host is gone.
        }
    }
}
