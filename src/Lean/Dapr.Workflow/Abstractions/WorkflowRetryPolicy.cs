namespace Dapr.Workflow;

/// <summary>When a failed activity or child workflow is called again. The pauses are durable timers.</summary>
public class WorkflowRetryPolicy
{
    /// <summary>Checks and keeps the values.</summary>
    /// <param name="maxNumberOfAttempts">Calls in all, the first included; at least 1.</param>
    /// <param name="firstRetryInterval">Pause before the second call; more than zero.</param>
    /// <param name="backoffCoefficient">What each further pause is multiplied by; at least 1.</param>
    /// <param name="maxRetryInterval">The longest pause; not shorter than the first. Null: no limit, but then the first may not exceed an hour.</param>
    /// <param name="retryTimeout">No further call begins after this time from the first. Null: no limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public WorkflowRetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRetryInterval ?? TimeSpan.FromHours(1), firstRetryInterval, nameof(maxRetryInterval));
        if (retryTimeout is { } timeout && timeout != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(timeout, firstRetryInterval, nameof(retryTimeout));
        }

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval;
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    /// <summary>Calls in all, the first included.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>Pause before the second call.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>What each further pause is multiplied by.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>The longest pause, or null for no limit.</summary>
    public TimeSpan? MaxRetryInterval { get; }

    /// <summary>From the first call on; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</summary>
    public TimeSpan RetryTimeout { get; }
}
