using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;
using Aion.Sidecar.Workflows;
using Aion.Sidecar.Workflows.Storage;
using Aion.Sidecar.Workflows.Turns;
using DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Aion.Sidecar.Api.Grpc;

/// <summary>
/// TaskHubSidecarService: what the workflow SDKs' clients and workers speak. daprd reports most failures here as UNKNOWN, and SDKs
/// tell by the message.
/// </summary>
internal sealed class TaskHubService(SidecarApp app) : TaskHubSidecarService.TaskHubSidecarServiceBase
{
    private static readonly CompleteTaskResponse Taken = new();

    private readonly InstanceCalls _calls = new(app);

    public override Task<Empty> Hello(Empty request, ServerCallContext context) => Task.FromResult(request);

    public override async Task<CreateInstanceResponse> StartInstance(CreateInstanceRequest request, ServerCallContext context)
    {
        var hub = Hub(request.Router);
        request.ParentTraceContext ??= TraceHeaders.Read(context.RequestHeaders);
        var start = StartEvents.Of(request, app.Workflows.Now);
        var id = start.ExecutionStarted.WorkflowInstance.InstanceId;
        TaskHubMessages.ThrowIfRefused(await hub.StartAsync(start, request.EnforceUniqueInstanceId, context.CancellationToken), id);

        // As in daprd the instance has begun when this returns; but it is there also when there is no worker.
        if (request.ScheduledStartTimestamp is null && hub.Presence.Any)
            await _calls.TryWaitAsync(hub, id, row => row.Turn > 0, context);
        return new CreateInstanceResponse { InstanceId = id };
    }

    public override async Task<GetInstanceResponse> GetInstance(GetInstanceRequest request, ServerCallContext context) =>
        TaskHubMessages.Instance(await Hub(request.Router).FindAsync(request.InstanceId), request.GetInputsAndOutputs);

    public override Task<GetInstanceResponse> WaitForInstanceStart(GetInstanceRequest request, ServerCallContext context) =>
        WaitAsync(request, row => row.Turn > 0 || row.IsCompleted, context);

    public override Task<GetInstanceResponse> WaitForInstanceCompletion(GetInstanceRequest request, ServerCallContext context) =>
        WaitAsync(request, row => row.IsCompleted, context);

    public override async Task<RaiseEventResponse> RaiseEvent(RaiseEventRequest request, ServerCallContext context)
    {
        var raised = EngineEvents.Raised(request.Name, request.Input, app.Workflows.Now);
        await InstanceCalls.AddAsync(Hub(request.Router), request.InstanceId, raised, context);
        return new RaiseEventResponse();
    }

    public override async Task<TerminateResponse> TerminateInstance(TerminateRequest request, ServerCallContext context)
    {
        var terminated = EngineEvents.Terminated(request.Output, request.Recursive, app.Workflows.Now);
        await _calls.ApplyAsync(Hub(request.Router), request.InstanceId, terminated, row => row.IsCompleted, context);
        return new TerminateResponse();
    }

    public override async Task<SuspendResponse> SuspendInstance(SuspendRequest request, ServerCallContext context)
    {
        var suspended = EngineEvents.Suspended(request.Reason, app.Workflows.Now);
        await _calls.ApplyAsync(Hub(request.Router), request.InstanceId, suspended, row => Shows(row, OrchestrationStatus.Suspended), context);
        return new SuspendResponse();
    }

    public override async Task<ResumeResponse> ResumeInstance(ResumeRequest request, ServerCallContext context)
    {
        var resumed = EngineEvents.Resumed(request.Reason, app.Workflows.Now);
        await _calls.ApplyAsync(Hub(request.Router), request.InstanceId, resumed, row => Shows(row, OrchestrationStatus.Running), context);
        return new ResumeResponse();
    }

    public override async Task<PurgeInstancesResponse> PurgeInstances(PurgeInstancesRequest request, ServerCallContext context)
    {
        var hub = Hub(request.Router);
        if (request.PurgeInstanceFilter is { } filter)
        {
            var (from, to) = TaskHubMessages.Span(filter);
            var count = await hub.PurgeManyAsync(from, to, filter.RuntimeStatus, context.CancellationToken);
            return new PurgeInstancesResponse { DeletedInstanceCount = count, IsComplete = true };
        }

        var purged = await hub.PurgeAsync(request.InstanceId, request.Recursive, request.Force, context.CancellationToken);
        if (!purged.Exists)
            throw TaskHubMessages.Failure($"failed to purge workflow state: {WorkflowErrors.NoSuchInstance}");
        if (purged.IsActive)
            throw TaskHubMessages.Failure($"failed to purge workflow state: {WorkflowErrors.NotCompleted}");
        return new PurgeInstancesResponse { DeletedInstanceCount = purged.Count, IsComplete = true };
    }

    public override async Task<RerunWorkflowFromEventResponse> RerunWorkflowFromEvent(RerunWorkflowFromEventRequest request, ServerCallContext context)
    {
        var newId = request.HasNewInstanceID ? request.NewInstanceID : Guid.NewGuid().ToString();
        if (newId == request.SourceInstanceID)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "rerun workflow instance ID must be different from the original instance ID"));
        var result = await Hub(request.Router).RerunAsync(request, newId, context.CancellationToken);
        if (result.Refusal is { } refusal)
            throw new RpcException(new Status(result.Code, refusal));
        return new RerunWorkflowFromEventResponse { NewInstanceID = newId };
    }

    public override async Task<ListInstanceIDsResponse> ListInstanceIDs(ListInstanceIDsRequest request, ServerCallContext context)
    {
        var (after, count) = TaskHubMessages.Page(request);
        return TaskHubMessages.Page(await Hub(null).ListAsync(after, count), count);
    }

    public override async Task<GetInstanceHistoryResponse> GetInstanceHistory(GetInstanceHistoryRequest request, ServerCallContext context)
    {
        if (await Hub(null).HistoryAsync(request.InstanceId) is not { } history)
            throw new RpcException(new Status(StatusCode.NotFound, $"workflow instance '{request.InstanceId}' not found"));
        var response = new GetInstanceHistoryResponse();
        response.Events.AddRange(history);
        return response;
    }

    public override async Task GetWorkItems(GetWorkItemsRequest request, IServerStreamWriter<WorkItem> responseStream, ServerCallContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, app.Stopping);

        try
        {
            // The headers go out before there is any work: so a worker can see that it is connected.
            await app.WorkflowWorkers.ServeAsync(
                request, () => context.WriteResponseHeadersAsync([]), item => responseStream.WriteAsync(item, ended.Token), ended.Token);
        }
        catch (OperationCanceledException) when (app.Stopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "shutting down"));
        }
    }

    public override async Task<CompleteTaskResponse> CompleteActivityTask(ActivityResponse request, ServerCallContext context) =>
        await app.WorkflowWorkers.Results.CompleteAsync(request)
            ? Taken
            : throw TaskHubMessages.Failure($"unknown instance ID/task ID combo: {request.InstanceId}/{request.TaskId}");

    public override async Task<CompleteTaskResponse> CompleteWorkflowTask(WorkflowResponse request, ServerCallContext context) =>
        await app.WorkflowWorkers.Turns.CompleteAsync(request) ? Taken : throw TaskHubMessages.Failure($"unknown instance ID: {request.InstanceId}");

    public override Task<CompleteTaskResponse> CompleteOrchestratorTask(WorkflowResponse request, ServerCallContext context) =>
        CompleteWorkflowTask(request, context);

    // What is meant for a workflow whose start is not due shows when it has begun.
    private static bool Shows(InstanceRow row, OrchestrationStatus status) => row.Status == status || row.IsCompleted || row.IsScheduled;

    private WorkflowHub Hub(TaskRouter? router) => app.Workflows.Hub(router.Target(app.AppId));

    private async Task<GetInstanceResponse> WaitAsync(GetInstanceRequest request, Predicate<InstanceRow> isAsWanted, ServerCallContext context)
    {
        var row = await _calls.WaitAsync(Hub(request.Router), request.InstanceId, isAsWanted, context.CancellationToken);
        return TaskHubMessages.Instance(row, request.GetInputsAndOutputs);
    }
}
