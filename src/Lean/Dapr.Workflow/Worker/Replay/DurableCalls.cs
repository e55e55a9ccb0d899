using Dapr.Common.Serialization;
using Dapr.Workflow.Client;
using Google.Protobuf.WellKnownTypes;
using Wire = DurableTask.Protocol;

namespace Dapr.Workflow.Worker.Replay;

/// <summary>Turns a workflow's calls into actions, and the history's entries of their outcomes into results.</summary>
internal sealed class DurableCalls(ActionLedger actions, DeterministicIds ids, IDaprSerializer serializer, string? appId)
{
    // The last moment that a timestamp can hold, which SDKs write for "never".
    private static readonly Timestamp Never = new() { Seconds = 253402300799, Nanos = 999999999 };

    /// <summary>The key under which the next call of an activity will be known.</summary>
    public string NextTaskExecutionId(string activity) => ids.TaskExecutionId(actions.Next, activity);

    public async Task<T> ActivityAsync<T>(string name, object? input, WorkflowTaskOptions? options)
    {
        var call = new Wire.ScheduleTaskAction
        {
            Name = name,
            Input = Serialize(input),
            TaskExecutionId = NextTaskExecutionId(name),
            Router = Router(options),
        };
        if (options is { PropagationScope: not HistoryPropagationScope.None and var scope })
        {
            call.HistoryPropagationScope = (Wire.HistoryPropagationScope)(int)scope;
        }

        var outcome = await actions.AddAsync(new Wire.WorkflowAction { ScheduleTask = call, Router = call.Router });
        return outcome.TaskFailed is { } failed
            ? throw Failure($"Task failed: {failed.FailureDetails?.ErrorMessage ?? "Unknown error"}", failed.FailureDetails)
            : Deserialize<T>(outcome.TaskCompleted.Result);
    }

    public async Task<T> ChildAsync<T>(string name, object? input, string instanceId, ChildWorkflowTaskOptions? options)
    {
        var call = new Wire.CreateChildWorkflowAction { Name = name, InstanceId = instanceId, Input = Serialize(input), Router = Router(options) };
        if (options is { PropagationScope: not HistoryPropagationScope.None and var scope })
        {
            call.HistoryPropagationScope = (Wire.HistoryPropagationScope)(int)scope;
        }

        var outcome = await actions.AddAsync(new Wire.WorkflowAction { CreateChildWorkflow = call, Router = call.Router });
        return outcome.ChildWorkflowInstanceFailed is { } failed
            ? throw Failure($"Child workflow '{name}' failed", failed.FailureDetails)
            : Deserialize<T>(outcome.ChildWorkflowInstanceCompleted.Result);
    }

    public Task TimerAsync(DateTime fireAt, CancellationToken ct) =>
        TimerAsync(new Wire.CreateTimerAction { FireAt = Timestamp.FromDateTime(fireAt), CreateTimer = new Wire.TimerOriginCreateTimer() }, ct);

    public Task ActivityRetryTimerAsync(DateTime fireAt, string taskExecutionId) => TimerAsync(new Wire.CreateTimerAction
    {
        FireAt = Timestamp.FromDateTime(fireAt),
        ActivityRetry = new Wire.TimerOriginActivityRetry { TaskExecutionId = taskExecutionId },
    });

    public Task ChildRetryTimerAsync(DateTime fireAt, string instanceId) => TimerAsync(new Wire.CreateTimerAction
    {
        FireAt = Timestamp.FromDateTime(fireAt),
        ChildWorkflowRetry = new Wire.TimerOriginChildWorkflowRetry { InstanceId = instanceId },
    });

    /// <summary>The time limit of a wait for an event; null: none, which the history has to hold all the same.</summary>
    public Task EventTimerAsync(string eventName, DateTime? fireAt, CancellationToken ct) => TimerAsync(
        new Wire.CreateTimerAction
        {
            FireAt = fireAt is { } time ? Timestamp.FromDateTime(time) : Never,
            ExternalEvent = new Wire.TimerOriginExternalEvent { Name = eventName },
        },
        ct);

    public void SendEvent(string instanceId, string eventName, object? payload) => actions.Add(new Wire.WorkflowAction
    {
        SendEvent = new Wire.SendEventAction
        {
            Instance = new Wire.WorkflowInstance { InstanceId = instanceId },
            Name = eventName,
            Data = Serialize(payload),
        },
    });

    public void ContinueAsNew(object? input) => actions.Add(new Wire.WorkflowAction
    {
        CompleteWorkflow = new Wire.CompleteWorkflowAction
        {
            WorkflowStatus = Wire.OrchestrationStatus.ContinuedAsNew,
            Result = Serialize(input),
        },
    });

    public string Serialize(object? value) => value is null ? "" : serializer.Serialize(value, value.GetType());

    public T Deserialize<T>(string? json) => string.IsNullOrEmpty(json) ? default! : serializer.Deserialize<T>(json)!;

    private static WorkflowTaskFailedException Failure(string message, Wire.TaskFailureDetails? details) => new(
        message, WireValues.ToFailureDetails(details) ?? new WorkflowTaskFailureDetails("Exception", "Unknown error"));

    private Task<Wire.HistoryEvent> TimerAsync(Wire.CreateTimerAction timer, CancellationToken ct = default) =>
        actions.AddAsync(new Wire.WorkflowAction { CreateTimer = timer }, ct);

    private Wire.TaskRouter? Router(WorkflowTaskOptions? options) => string.IsNullOrWhiteSpace(options?.TargetAppId)
        ? null
        : new Wire.TaskRouter { SourceAppID = appId ?? "", TargetAppID = options.TargetAppId };
}
