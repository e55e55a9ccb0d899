using Microsoft.Extensions.Logging;

namespace Dapr.Workflow;

/// <summary>
/// What a workflow may use. Its code is run again from the start whenever something it waits for has happened, over the history of
/// what it did; calls that the history holds are answered from there. So the code has to be deterministic: it awaits only tasks
/// made here, on the thread it is run on, and takes time and ids from here.
/// </summary>
public abstract class WorkflowContext : IWorkflowContext
{
    /// <summary>The name under which the workflow is registered.</summary>
    public abstract string Name { get; }

    /// <summary>The id of this instance.</summary>
    public abstract string InstanceId { get; }

    /// <inheritdoc />
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <inheritdoc />
    public abstract bool IsReplaying { get; }

    /// <inheritdoc />
    public abstract bool IsPatched(string patchName);

    /// <summary>Calls an activity whose result is not used.</summary>
    /// <exception cref="WorkflowTaskFailedException">The activity failed, after all retries.</exception>
    public virtual Task CallActivityAsync(string name, object? input = null, WorkflowTaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    /// <summary>Calls an activity. It is given to a worker when the workflow next waits.</summary>
    /// <exception cref="WorkflowTaskFailedException">The activity failed, after all retries.</exception>
    public abstract Task<T> CallActivityAsync<T>(string name, object? input = null, WorkflowTaskOptions? options = null);

    /// <summary>Waits durably for <paramref name="delay"/> from <see cref="CurrentUtcDateTime"/>.</summary>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken = default) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>Waits durably until <paramref name="fireAt"/>, which must be UTC. Cancelling ends the wait, not the timer.</summary>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for an event raised to this instance under a name, which is compared without regard to case. Events that come before
    /// they are waited for are kept; each satisfies one wait, first come first served.
    /// </summary>
    public abstract Task<T> WaitForExternalEventAsync<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>As the other overload, with a durable time limit. Zero or less than zero: see Dapr's documentation of the SDK.</summary>
    /// <exception cref="TaskCanceledException">The time was up.</exception>
    public virtual async Task<T> WaitForExternalEventAsync<T>(string eventName, TimeSpan timeout)
    {
        using var endTimer = new CancellationTokenSource();
        using var endWait = new CancellationTokenSource();
        var timer = CreateTimer(timeout, endTimer.Token);
        var raised = WaitForExternalEventAsync<T>(eventName, endWait.Token);
        var loser = await Task.WhenAny(timer, raised) == raised ? endTimer : endWait;
        // The asynchronous form would continue on another thread, where a workflow may not be.
#pragma warning disable CA1849
        loser.Cancel();
#pragma warning restore CA1849
        return await raised;
    }

    /// <summary>Raises an event to another instance, without waiting for it.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets what queries of the instance's state return besides its status.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Runs another workflow and waits for its result.</summary>
    /// <exception cref="WorkflowTaskFailedException">The child failed or was terminated, after all retries.</exception>
    public abstract Task<TResult> CallChildWorkflowAsync<TResult>(string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null);

    /// <summary>Runs another workflow whose result is not used.</summary>
    /// <exception cref="WorkflowTaskFailedException">The child failed or was terminated, after all retries.</exception>
    public virtual Task CallChildWorkflowAsync(string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null) =>
        CallChildWorkflowAsync<object>(workflowName, input, options);

    /// <summary>A logger that is silent while the workflow is replayed.</summary>
    public abstract ILogger CreateReplaySafeLogger(string categoryName);

    /// <summary>A logger that is silent while the workflow is replayed.</summary>
    public abstract ILogger CreateReplaySafeLogger(Type type);

    /// <summary>A logger that is silent while the workflow is replayed.</summary>
    public abstract ILogger CreateReplaySafeLogger<T>();

    /// <summary>
    /// Ends this run and begins the workflow again with a new input and an empty history. Return after the call: what the code
    /// starts beside it is lost.
    /// </summary>
    /// <param name="newInput">The next run's input.</param>
    /// <param name="preserveUnprocessedEvents">Whether events that no wait has taken go over to the next run.</param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>A new id that a replay repeats.</summary>
    public abstract Guid NewGuid();
}
