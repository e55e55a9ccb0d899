using Dapr.Workflow.Client;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Wire = DurableTask.Protocol;

namespace Dapr.Workflow.Worker;

/// <summary>
/// Gives answers to the sidecar. One that it refuses for its size is replaced by a failure that says so: without an answer the
/// workflow would wait for ever.
/// </summary>
internal sealed class AnswerSender(SidecarLink link, ILogger<AnswerSender> logger)
{
    private const string ErrorType = "AnswerTooLarge";

    public async Task SendAsync(Wire.WorkflowResponse answer, CancellationToken ct)
    {
        // The older name of the call: sidecars of before 1.18 know only this one.
        try
        {
            await link.Client.CompleteOrchestratorTaskAsync(answer, link.Call(ct));
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
        {
            var failed = TurnAnswer.Failed(answer.InstanceId, ErrorType, Refusal(answer.InstanceId, "turn", answer.CalculateSize(), e));
            (failed.CompletionToken, failed.Version) = (answer.CompletionToken, answer.Version);
            await link.Client.CompleteOrchestratorTaskAsync(failed, link.Call(ct));
        }
    }

    public async Task SendAsync(Wire.ActivityResponse answer, CancellationToken ct)
    {
        try
        {
            await link.Client.CompleteActivityTaskAsync(answer, link.Call(ct));
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
        {
            var failed = new Wire.ActivityResponse
            {
                InstanceId = answer.InstanceId,
                TaskId = answer.TaskId,
                CompletionToken = answer.CompletionToken,
                FailureDetails = new Wire.TaskFailureDetails
                {
                    ErrorType = ErrorType,
                    ErrorMessage = Refusal(answer.InstanceId, "activity", answer.CalculateSize(), e),
                    // The same result would be as large the next time.
                    IsNonRetriable = true,
                },
            };
            await link.Client.CompleteActivityTaskAsync(failed, link.Call(ct));
        }
    }

    private string Refusal(string instanceId, string what, int size, RpcException refusal)
    {
        Log.AnswerTooLarge(logger, instanceId, what, size, refusal.Status.Detail);
        return $"The answer of the {what} takes {size} bytes, which is more than the sidecar takes: {refusal.Status.Detail}";
    }
}
