using System.Diagnostics;
using Dapr.Common.Serialization;
using Dapr.Workflow.Client;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Wire = DurableTask.Protocol;

namespace Dapr.Workflow;

/// <summary>Schedules, queries and steers the workflow instances of this app through its sidecar. Comes from dependency injection.</summary>
public sealed class DaprWorkflowClient : IDaprWorkflowClient
{
    private readonly SidecarLink _link;
    private readonly IDaprSerializer _serializer;
    private readonly InstanceWaiter _waiter;

    internal DaprWorkflowClient(SidecarLink link, IDaprSerializer serializer, TimeProvider time, ILogger<DaprWorkflowClient> logger)
    {
        _link = link;
        _serializer = serializer;
        _waiter = new InstanceWaiter(link, time, logger);
    }

    /// <inheritdoc />
    public Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId = null, object? input = null) =>
        ScheduleNewWorkflowAsync(name, instanceId, input, (DateTimeOffset?)null);

    /// <inheritdoc />
    public Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId, object? input, DateTime? startTime) =>
        ScheduleNewWorkflowAsync(name, instanceId, input, startTime is { } time ? new DateTimeOffset(time) : null);

    /// <inheritdoc />
    public async Task<string> ScheduleNewWorkflowAsync(
        string name, string? instanceId, object? input, DateTimeOffset? startTime, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var request = new Wire.CreateInstanceRequest
        {
            InstanceId = instanceId ?? Guid.NewGuid().ToString(),
            Name = name,
            Input = Serialize(input),
            ScheduledStartTimestamp = startTime is { } time ? Timestamp.FromDateTimeOffset(time) : null,
        };
        if (Activity.Current is { Id: { } id, IdFormat: ActivityIdFormat.W3C } activity)
        {
            request.ParentTraceContext = new Wire.TraceContext { TraceParent = id, TraceState = activity.TraceStateString };
        }

        return (await _link.Client.StartInstanceAsync(request, _link.Call(cancellation))).InstanceId;
    }

    /// <inheritdoc />
    public async Task<WorkflowState> GetWorkflowStateAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        try
        {
            var request = new Wire.GetInstanceRequest { InstanceId = instanceId, GetInputsAndOutputs = getInputsAndOutputs };
            var answer = await _link.Client.GetInstanceAsync(request, _link.Call(cancellation));
            return new WorkflowState(answer.Exists ? answer.WorkflowState : null, _serializer);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return new WorkflowState(null, _serializer);
        }
    }

    /// <inheritdoc />
    public async Task<WorkflowState> WaitForWorkflowStartAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var state = await _waiter.WaitAsync(_link.Client.WaitForInstanceStartAsync, instanceId, getInputsAndOutputs, cancellation);
        return new WorkflowState(state, _serializer);
    }

    /// <inheritdoc />
    public async Task<WorkflowState> WaitForWorkflowCompletionAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var state = await _waiter.WaitAsync(_link.Client.WaitForInstanceCompletionAsync, instanceId, getInputsAndOutputs, cancellation);
        return new WorkflowState(state, _serializer);
    }

    /// <inheritdoc />
    public async Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var request = new Wire.RaiseEventRequest { InstanceId = instanceId, Name = eventName, Input = Serialize(eventPayload) };
        await _link.Client.RaiseEventAsync(request, _link.Call(cancellation));
    }

    /// <inheritdoc />
    public async Task TerminateWorkflowAsync(string instanceId, object? output = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var request = new Wire.TerminateRequest { InstanceId = instanceId, Output = Serialize(output), Recursive = true };
        await _link.Client.TerminateInstanceAsync(request, _link.Call(cancellation));
    }

    /// <inheritdoc />
    public async Task SuspendWorkflowAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await _link.Client.SuspendInstanceAsync(new Wire.SuspendRequest { InstanceId = instanceId, Reason = reason ?? "" }, _link.Call(cancellation));
    }

    /// <inheritdoc />
    public async Task ResumeWorkflowAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await _link.Client.ResumeInstanceAsync(new Wire.ResumeRequest { InstanceId = instanceId, Reason = reason ?? "" }, _link.Call(cancellation));
    }

    /// <inheritdoc />
    public async Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var request = new Wire.PurgeInstancesRequest { InstanceId = instanceId, Recursive = true };
        return (await _link.Client.PurgeInstancesAsync(request, _link.Call(cancellation))).DeletedInstanceCount > 0;
    }

    /// <inheritdoc />
    public async Task<WorkflowInstancePage> ListInstanceIdsAsync(
        string? continuationToken = null, int? pageSize = null, CancellationToken cancellation = default)
    {
        var request = new Wire.ListInstanceIDsRequest();
        if (continuationToken is not null)
        {
            request.ContinuationToken = continuationToken;
        }

        if (pageSize is { } size)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(pageSize));
            request.PageSize = (uint)size;
        }

        var answer = await _link.Client.ListInstanceIDsAsync(request, _link.Call(cancellation));
        return new WorkflowInstancePage([.. answer.InstanceIds], answer.HasContinuationToken ? answer.ContinuationToken : null);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<WorkflowHistoryEvent>> GetInstanceHistoryAsync(string instanceId, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var request = new Wire.GetInstanceHistoryRequest { InstanceId = instanceId };
        var answer = await _link.Client.GetInstanceHistoryAsync(request, _link.Call(cancellation));
        return [.. answer.Events.Select(WireValues.ToHistoryEvent)];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // The channel belongs to the container: the worker uses it, too.
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Serialize(object? value) => value is null ? "" : _serializer.Serialize(value, value.GetType());
}
