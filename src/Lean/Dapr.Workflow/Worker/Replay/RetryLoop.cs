namespace Dapr.Workflow.Worker.Replay;

/// <summary>Calls a task again by its policy. The pauses are durable timers, so that a retry survives everything.</summary>
internal static class RetryLoop
{
    /// <param name="context">Gives the time.</param>
    /// <param name="policy">When and how often.</param>
    /// <param name="call">One attempt.</param>
    /// <param name="pause">One durable pause.</param>
    public static async Task<T> RunAsync<T>(WorkflowContext context, WorkflowRetryPolicy policy, Func<Task<T>> call, Func<TimeSpan, Task> pause)
    {
        var started = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (WorkflowTaskFailedException) when (attempt < policy.MaxNumberOfAttempts && HasTimeLeft(context, policy, started))
            {
            }

            await pause(PauseAfter(attempt, policy));
        }
    }

    private static bool HasTimeLeft(WorkflowContext context, WorkflowRetryPolicy policy, DateTime started) =>
        policy.RetryTimeout == Timeout.InfiniteTimeSpan
        || policy.RetryTimeout == TimeSpan.MaxValue
        || context.CurrentUtcDateTime - started < policy.RetryTimeout;

    private static TimeSpan PauseAfter(int attempt, WorkflowRetryPolicy policy)
    {
        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        var longest = policy.MaxRetryInterval ?? TimeSpan.FromDays(365);
        return milliseconds < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : longest;
    }
}
