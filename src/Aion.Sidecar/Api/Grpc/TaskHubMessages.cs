using System.Globalization;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Workflows.Storage;
using Aion.Sidecar.Workflows.Turns;
using DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Aion.Sidecar.Api.Grpc;

/// <summary>Messages of TaskHubSidecarService.</summary>
internal static class TaskHubMessages
{
    private const int LargestPage = 1024;

    /// <summary>What daprd answers to most failures of this service.</summary>
    public static RpcException Failure(string message) => new(new Status(StatusCode.Unknown, message));

    /// <exception cref="RpcException">The instance was not created.</exception>
    public static void ThrowIfRefused(CreateResult result, string id)
    {
        var reason = result switch
        {
            CreateResult.Active => WorkflowErrors.Active(id),
            CreateResult.Used => WorkflowErrors.Used(id),
            CreateResult.HasActiveChildren => WorkflowErrors.ActiveChildren(id),
            _ => null,
        };
        if (reason is not null)
            throw new RpcException(new Status(StatusCode.AlreadyExists, reason));
    }

    public static GetInstanceResponse Instance(InstanceRow? row, bool withData)
    {
        if (row is null)
            return new GetInstanceResponse();
        var start = row.Start.ExecutionStarted;
        var state = new WorkflowState
        {
            InstanceId = row.Instance.Id,
            Name = start.Name,
            Version = row.Version ?? start.Version,
            WorkflowStatus = row.Status,
            ScheduledStartTimestamp = start.ScheduledStartTimestamp,
            CreatedTimestamp = Timestamp.FromDateTime(row.Created),
            LastUpdatedTimestamp = Timestamp.FromDateTime(row.Updated),
            ExecutionId = row.ExecutionId,
            StartedAt = row.Started is { } started ? Timestamp.FromDateTime(started) : null,
            CompletedTimestamp = row.Completed is { } completed ? Timestamp.FromDateTime(completed) : null,
            ParentInstanceId = row.Parent?.WorkflowInstance.InstanceId,
            ParentAppId = row.Parent?.AppID,
        };
        state.Tags.Add(start.Tags);
        if (withData)
        {
            state.Input = start.Input;
            state.CustomStatus = row.CustomStatus;
            state.Output = row.Outcome?.Result;
            state.FailureDetails = row.Outcome?.FailureDetails;
        }

        return new GetInstanceResponse { Exists = true, WorkflowState = state };
    }

    public static (DateTime From, DateTime To) Span(PurgeInstanceFilter filter) =>
        (filter.CreatedTimeFrom?.ToDateTime() ?? DateTime.MinValue, filter.CreatedTimeTo?.ToDateTime() ?? DateTime.MaxValue);

    /// <summary>The token is the key of the last instance of the page before.</summary>
    public static (long After, int Count) Page(ListInstanceIDsRequest request)
    {
        var after = 0L;
        if (request.HasContinuationToken && !long.TryParse(request.ContinuationToken, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            throw new RpcException(new Status(StatusCode.InvalidArgument, "the continuation token is none that this sidecar gave"));
        var count = request is { HasPageSize: true, PageSize: > 0 } ? (int)Math.Min(request.PageSize, LargestPage) : LargestPage;
        return (after, count);
    }

    public static ListInstanceIDsResponse Page(List<(long Key, string Id)> instances, int count)
    {
        var response = new ListInstanceIDsResponse();
        response.InstanceIds.AddRange(instances.Select(instance => instance.Id));
        if (instances.Count == count)
            response.ContinuationToken = instances[^1].Key.ToString(CultureInfo.InvariantCulture);
        return response;
    }
}
