using Dapr.Common;
using Dapr.Workflow.Client;

namespace Dapr.Workflow;

/// <summary>Schedules, queries and steers the workflow instances of this app.</summary>
/// <remarks>A failure of the sidecar or of the way to it is an <c>RpcException</c>.</remarks>
public interface IDaprWorkflowClient : IDaprClient, IAsyncDisposable
{
    /// <summary>Schedules an instance to run at once and returns its id (null: a new one).</summary>
    Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId = null, object? input = null);

    /// <summary>Schedules an instance to run not before a time (null: at once) and returns its id.</summary>
    Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId, object? input, DateTime? startTime);

    /// <summary>Schedules an instance to run not before a time (null: at once) and returns its id.</summary>
    Task<string> ScheduleNewWorkflowAsync(
        string name, string? instanceId, object? input, DateTimeOffset? startTime, CancellationToken cancellation = default);

    /// <summary>The instance's present state; <see cref="WorkflowState.Exists"/> is false for an unknown id.</summary>
    Task<WorkflowState> GetWorkflowStateAsync(string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default);

    /// <summary>Waits until the instance has begun, across restarts of the sidecar.</summary>
    Task<WorkflowState> WaitForWorkflowStartAsync(string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default);

    /// <summary>Waits until the instance has ended, across restarts of the sidecar.</summary>
    Task<WorkflowState> WaitForWorkflowCompletionAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default);

    /// <summary>Raises an event to the instance. Returns when the sidecar holds it.</summary>
    Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default);

    /// <summary>Ends the instance and its child workflows, with an output.</summary>
    Task TerminateWorkflowAsync(string instanceId, object? output = null, CancellationToken cancellation = default);

    /// <summary>Pauses the instance: events are kept until it is resumed.</summary>
    Task SuspendWorkflowAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Lets a paused instance go on.</summary>
    Task ResumeWorkflowAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Removes an ended instance and its child workflows. False when there was nothing to remove.</summary>
    Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default);

    /// <summary>The ids of this app's instances, by pages.</summary>
    Task<WorkflowInstancePage> ListInstanceIdsAsync(
        string? continuationToken = null, int? pageSize = null, CancellationToken cancellation = default);

    /// <summary>The instance's history, oldest first.</summary>
    Task<IReadOnlyList<WorkflowHistoryEvent>> GetInstanceHistoryAsync(string instanceId, CancellationToken cancellation = default);
}
