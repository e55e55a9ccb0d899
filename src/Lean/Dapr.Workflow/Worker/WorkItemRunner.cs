using Dapr.Workflow.Client;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wire = DurableTask.Protocol;

namespace Dapr.Workflow.Worker;

/// <summary>Does work items, a bounded number at a time, and answers them to the sidecar.</summary>
/// <remarks>An answer that does not reach the sidecar is given up: the sidecar gives the item out again.</remarks>
internal sealed class WorkItemRunner(
    SidecarLink link,
    TurnRunner turns,
    ActivityRunner activities,
    AnswerSender answers,
    IServiceScopeFactory scopes,
    ILogger<WorkItemRunner> logger) : IDisposable
{
    private const int Concurrency = 100;
    private readonly SemaphoreSlim _turnSlots = new(Concurrency);
    private readonly SemaphoreSlim _activitySlots = new(Concurrency);
    private readonly HashSet<Task> _running = [];

    /// <summary>Begins an item and returns at once.</summary>
    public void Start(Wire.WorkItem item, CancellationToken ct)
    {
        // The code of an application may block: the stream of further items must not wait for it.
        var task = Task.Run(() => RunAsync(item, ct), CancellationToken.None);
        lock (_running)
        {
            _running.Add(task);
        }

        task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Returns when every item that was begun is answered or given up.</summary>
    public Task WhenIdleAsync()
    {
        lock (_running)
        {
            return Task.WhenAll(_running);
        }
    }

    public void Dispose()
    {
        _turnSlots.Dispose();
        _activitySlots.Dispose();
    }

    private void Forget(Task task)
    {
        lock (_running)
        {
            _running.Remove(task);
        }
    }

    private async Task RunAsync(Wire.WorkItem item, CancellationToken ct)
    {
        var slots = item.RequestCase == Wire.WorkItem.RequestOneofCase.ActivityRequest ? _activitySlots : _turnSlots;
        try
        {
            await slots.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            await (item.RequestCase switch
            {
                Wire.WorkItem.RequestOneofCase.WorkflowRequest => RunTurnAsync(item, ct),
                Wire.WorkItem.RequestOneofCase.ActivityRequest => RunActivityAsync(item, ct),
                _ => Task.CompletedTask,
            });
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            Log.AnswerLost(logger, InstanceOf(item), e.Message);
        }
        catch (Exception e)
        {
            Log.WorkItemFailed(logger, e, InstanceOf(item));
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task RunTurnAsync(Wire.WorkItem item, CancellationToken ct)
    {
        var request = item.WorkflowRequest;
        IReadOnlyCollection<Wire.HistoryEvent> past = request.PastEvents;
        if (request.RequiresHistoryStreaming)
        {
            var rest = await link.Client.GetInstanceHistoryAsync(
                new Wire.GetInstanceHistoryRequest { InstanceId = request.InstanceId }, link.Call(ct));
            past = [.. past, .. rest.Events];
        }

        await using var scope = scopes.CreateAsyncScope();
        var answer = turns.Run(request, past, scope.ServiceProvider);
        answer.CompletionToken = item.CompletionToken;
        await answers.SendAsync(answer, ct);
    }

    private async Task RunActivityAsync(Wire.WorkItem item, CancellationToken ct)
    {
        var answer = await activities.RunAsync(item.ActivityRequest);
        answer.CompletionToken = item.CompletionToken;
        await answers.SendAsync(answer, ct);
    }

    private static string InstanceOf(Wire.WorkItem item) =>
        item.WorkflowRequest?.InstanceId ?? item.ActivityRequest?.WorkflowInstance?.InstanceId ?? "";
}
