using Aion.Sidecar.Protocol;
using Aion.Sidecar.Workflows.Storage;
using DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace Aion.Sidecar.Api.Grpc;

/// <summary>The answer of GetWorkflow; daprd's HTTP API gives the same as JSON.</summary>
internal static class WorkflowMessages
{
    private const string Property = "dapr.workflow.";

    public static GetWorkflowResponse Response(InstanceRow row)
    {
        var response = new GetWorkflowResponse
        {
            InstanceId = row.Instance.Id,
            WorkflowName = row.Start.ExecutionStarted.Name,
            CreatedAt = Timestamp.FromDateTime(row.Created),
            LastUpdatedAt = Timestamp.FromDateTime(row.Updated),
            RuntimeStatus = Status(row.Status),
        };
        Add(response, "custom_status", row.CustomStatus);
        Add(response, "input", row.Start.ExecutionStarted.Input);
        if (row.Outcome?.FailureDetails is not { } failure)
        {
            Add(response, "output", row.Outcome?.Result);
            return response;
        }

        Add(response, "failure.error_type", failure.ErrorType);
        Add(response, "failure.error_message", failure.ErrorMessage);
        Add(response, "failure.stack_trace", failure.StackTrace);
        return response;
    }

    private static void Add(GetWorkflowResponse response, string name, string? value)
    {
        if (value is not null)
            response.Properties[Property + name] = value;
    }

    private static string Status(OrchestrationStatus status) => status switch
    {
        OrchestrationStatus.Running => "RUNNING",
        OrchestrationStatus.Completed => "COMPLETED",
        OrchestrationStatus.ContinuedAsNew => "CONTINUED_AS_NEW",
        OrchestrationStatus.Failed => "FAILED",
        OrchestrationStatus.Canceled => "CANCELED",
        OrchestrationStatus.Terminated => "TERMINATED",
        OrchestrationStatus.Pending => "PENDING",
        OrchestrationStatus.Suspended => "SUSPENDED",
        _ => "UNKNOWN",
    };
}
