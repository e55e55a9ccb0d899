using DurableTask.Protocol;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Workflows;

/// <summary>
/// Makes failures of answers that are larger than a message may be. daprd refuses such a call, which SDKs only log, and the
/// workflow waits until its worker is started anew.
/// </summary>
/// <param name="appId">Whose workers answer.</param>
/// <param name="logger">Where it is told.</param>
/// <param name="most">Bytes that an answer may have.</param>
internal sealed class AnswerLimit(string appId, ILogger logger, int most)
{
    private const string ErrorType = "AnswerTooLarge";

    private const int Tolerance = 16;

    /// <summary>The bytes of the largest answer that is read at all: what is larger would take the memory of the other apps.</summary>
    public static int MostRead(int most) => (int)Math.Min((long)most * Tolerance, int.MaxValue);

    /// <summary>The answer, or one that fails the workflow.</summary>
    public WorkflowResponse Fit(WorkflowResponse response)
    {
        var size = response.CalculateSize();
        if (size <= most)
            return response;
        Log.AnswerTooLarge(logger, "turn", response.InstanceId, appId, size, most);
        var end = new CompleteWorkflowAction { WorkflowStatus = OrchestrationStatus.Failed, FailureDetails = Failure("turn", size) };
        return new WorkflowResponse
        {
            InstanceId = response.InstanceId,
            CompletionToken = response.CompletionToken,
            Version = response.Version,
            Actions = { new WorkflowAction { Id = -1, CompleteWorkflow = end } },
        };
    }

    /// <summary>The answer, or one that fails the activity.</summary>
    public ActivityResponse Fit(ActivityResponse response)
    {
        var size = response.CalculateSize();
        if (size <= most)
            return response;
        Log.AnswerTooLarge(logger, "activity", response.InstanceId, appId, size, most);
        return new ActivityResponse
        {
            InstanceId = response.InstanceId,
            TaskId = response.TaskId,
            CompletionToken = response.CompletionToken,
            FailureDetails = Failure("activity", size),
        };
    }

    // The same answer would be as large the next time.
    private TaskFailureDetails Failure(string what, int size) => new()
    {
        ErrorType = ErrorType,
        ErrorMessage = $"The answer of the {what} takes {size} bytes; the largest message that the sidecar takes is {most} bytes.",
        IsNonRetriable = true,
    };
}
