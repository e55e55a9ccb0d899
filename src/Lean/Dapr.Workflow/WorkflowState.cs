using Dapr.Common.Serialization;
using Dapr.Workflow.Client;
using Wire = DurableTask.Protocol;

namespace Dapr.Workflow;

/// <summary>What is known of an instance at the time of the query.</summary>
public sealed class WorkflowState
{
    private readonly Wire.WorkflowState? _state;
    private readonly IDaprSerializer _serializer;

    internal WorkflowState(Wire.WorkflowState? state, IDaprSerializer serializer)
    {
        _state = state;
        _serializer = serializer;
    }

    /// <summary>The name of the workflow, or null when there is no such instance.</summary>
    public string? WorkflowName => _state?.Name;

    /// <summary>Whether there is such an instance.</summary>
    public bool Exists => _state is not null;

    /// <summary>Whether it has begun and is neither paused nor ended.</summary>
    public bool IsWorkflowRunning => RuntimeStatus == WorkflowRuntimeStatus.Running;

    /// <summary>Whether it returned, threw or was terminated.</summary>
    public bool IsWorkflowCompleted =>
        RuntimeStatus is WorkflowRuntimeStatus.Completed or WorkflowRuntimeStatus.Failed or WorkflowRuntimeStatus.Terminated;

    /// <summary>When it was scheduled.</summary>
    public DateTimeOffset CreatedAt => _state?.CreatedTimestamp?.ToDateTimeOffset() ?? default;

    /// <summary>When its history last grew.</summary>
    public DateTimeOffset LastUpdatedAt => _state?.LastUpdatedTimestamp?.ToDateTimeOffset() ?? default;

    /// <summary>Where it stands.</summary>
    public WorkflowRuntimeStatus RuntimeStatus =>
        _state is null ? WorkflowRuntimeStatus.Unknown : WireValues.ToRuntimeStatus(_state.WorkflowStatus);

    /// <summary>What it failed with, or null.</summary>
    public WorkflowTaskFailureDetails? FailureDetails => WireValues.ToFailureDetails(_state?.FailureDetails);

    /// <summary>The input, or the default where there is none or it was not asked for.</summary>
    public T? ReadInputAs<T>() => Read<T>(_state?.Input);

    /// <summary>The output, or the default where there is none or it was not asked for.</summary>
    public T? ReadOutputAs<T>() => Read<T>(_state?.Output);

    /// <summary>What the workflow set as its custom status, or the default.</summary>
    public T? ReadCustomStatusAs<T>() => Read<T>(_state?.CustomStatus);

    private T? Read<T>(string? json) => string.IsNullOrEmpty(json) ? default : _serializer.Deserialize<T>(json);
}
