using DurableTask.Protocol;
using Grpc.Core;

namespace Dapr.Workflow.Tests.Worker;

/// <summary>One worker's stream of work items.</summary>
internal sealed class FakeItemStream(IServerStreamWriter<WorkItem> writer, ServerCallContext call)
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The token that the worker sent, or null.</summary>
    public string? Token { get; } = call.RequestHeaders.GetValue("dapr-api-token");

    /// <summary>Ends when the test closes the stream or the worker does.</summary>
    public Task Closed => _closed.Task;

    public Task SendTurnAsync(string instance, string workflow, string input, params HistoryEvent[] more) => writer.WriteAsync(new WorkItem
    {
        CompletionToken = "turn of " + instance,
        WorkflowRequest = new WorkflowRequest
        {
            InstanceId = instance,
            NewEvents =
            {
                new HistoryEvent { Timestamp = new() { Seconds = 1 }, WorkflowStarted = new WorkflowStartedEvent() },
                new HistoryEvent { ExecutionStarted = new ExecutionStartedEvent { Name = workflow, Input = input } },
                more,
            },
        },
    });

    public Task SendActivityAsync(string instance, string activity, string input, string token = "token") => writer.WriteAsync(new WorkItem
    {
        CompletionToken = token,
        ActivityRequest = new ActivityRequest
        {
            Name = activity,
            Input = input,
            TaskId = 3,
            TaskExecutionId = "call-" + instance,
            WorkflowInstance = new WorkflowInstance { InstanceId = instance },
        },
    });

    public Task SendAsync(WorkItem item) => writer.WriteAsync(item);

    public void Close() => _closed.TrySetResult();
}
