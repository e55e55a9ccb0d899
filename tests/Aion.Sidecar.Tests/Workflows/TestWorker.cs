using System.Threading.Channels;
using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;
using DurableTask.Protocol;
using Grpc.Core;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>A workflow worker whose answers the test gives by hand, one work item after the other.</summary>
internal sealed class TestWorker : IAsyncDisposable
{
    private readonly TaskHubSidecarService.TaskHubSidecarServiceClient _client;
    private readonly AsyncServerStreamingCall<WorkItem> _stream;
    private readonly Channel<WorkItem> _turns = Channel.CreateUnbounded<WorkItem>();
    private readonly Channel<WorkItem> _activities = Channel.CreateUnbounded<WorkItem>();
    private readonly Task _reading;

    private TestWorker(TaskHubSidecarService.TaskHubSidecarServiceClient client, GetWorkItemsRequest request)
    {
        _client = client;
        _stream = client.GetWorkItems(request);
        _reading = ReadAsync();
    }

    public static async Task<TestWorker> ConnectAsync(
        TaskHubSidecarService.TaskHubSidecarServiceClient client, params WorkerCapability[] capabilities)
    {
        var worker = new TestWorker(client, new GetWorkItemsRequest { Capabilities = { capabilities } });
        await worker._stream.ResponseHeadersAsync.Within30s("the stream of work items stands");
        return worker;
    }

    public Task<WorkItem> TurnAsync() => _turns.NextAsync("a turn of a workflow");

    public Task<WorkItem> ActivityAsync() => _activities.NextAsync("an activity");

    /// <summary>Whether a turn has come that was not asked for.</summary>
    public bool HasTurn => _turns.Reader.TryPeek(out _);

    public bool HasActivity => _activities.Reader.TryPeek(out _);

    public async Task AnswerAsync(WorkItem item, params WorkflowAction[] actions) => await AnswerAsync(item, new WorkflowResponse { Actions = { actions } });

    public async Task AnswerAsync(WorkItem item, WorkflowResponse response)
    {
        response.InstanceId = item.WorkflowRequest.InstanceId;
        response.CompletionToken = item.CompletionToken;
        await _client.CompleteOrchestratorTaskAsync(response).ResponseAsync.Within30s("the answer to a turn is taken");
    }

    public async Task CompleteAsync(WorkItem item, string? result = null) =>
        await _client.CompleteActivityTaskAsync(new ActivityResponse
        {
            InstanceId = item.ActivityRequest.WorkflowInstance.InstanceId,
            TaskId = item.ActivityRequest.TaskId,
            CompletionToken = item.CompletionToken,
            Result = result,
        }).ResponseAsync.Within30s("the result of an activity is taken");

    /// <summary>Breaks the stream off, as the end of the worker's process would.</summary>
    public async ValueTask DisposeAsync()
    {
        _stream.Dispose();
        await _reading;
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var item in _stream.ResponseStream.ReadAllAsync())
                (item.WorkflowRequest is not null ? _turns : _activities).Writer.TryWrite(item);
        }
        catch (RpcException)
        {
            // The stream was broken off by the test, or by the end of the host.
        }
    }
}
