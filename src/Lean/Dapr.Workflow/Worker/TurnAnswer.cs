using Dapr.Workflow.Client;
using Wire = DurableTask.Protocol;

namespace Dapr.Workflow.Worker;

/// <summary>The answers that end an instance.</summary>
internal static class TurnAnswer
{
    public static Wire.WorkflowResponse Ended(string instanceId, Wire.OrchestrationStatus status, string? result) =>
        With(instanceId, new Wire.CompleteWorkflowAction { WorkflowStatus = status, Result = result });

    public static Wire.WorkflowResponse Failed(string instanceId, Exception exception) =>
        With(instanceId, FailureOf(exception));

    public static Wire.WorkflowResponse Failed(string instanceId, string errorType, string message, string? stackTrace = null) =>
        With(instanceId, new Wire.CompleteWorkflowAction
        {
            WorkflowStatus = Wire.OrchestrationStatus.Failed,
            FailureDetails = new Wire.TaskFailureDetails
            {
                ErrorType = errorType,
                ErrorMessage = message,
                StackTrace = stackTrace ?? "",
                IsNonRetriable = true,
            },
        });

    public static Wire.CompleteWorkflowAction FailureOf(Exception exception) => new()
    {
        WorkflowStatus = Wire.OrchestrationStatus.Failed,
        FailureDetails = WireValues.ToWire(exception, isNonRetriable: true),
    };

    private static Wire.WorkflowResponse With(string instanceId, Wire.CompleteWorkflowAction end) => new()
    {
        InstanceId = instanceId,
        Actions = { new Wire.WorkflowAction { CompleteWorkflow = end } },
    };
}
