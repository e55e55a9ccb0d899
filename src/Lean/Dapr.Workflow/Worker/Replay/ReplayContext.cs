using Microsoft.Extensions.Logging;

namespace Dapr.Workflow.Worker.Replay;

/// <summary>What a workflow's code sees of one turn. Time and <see cref="IsReplaying"/> move on as the history is played.</summary>
internal sealed class ReplayContext(string name, string instanceId, ReplayParts parts) : WorkflowContext
{
    private bool _isReplaying;
    private DateTime _now = DateTime.UnixEpoch;

    public override string Name { get; } = name;

    public override string InstanceId { get; } = instanceId;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => _isReplaying;

    /// <summary>What the code set last, or null.</summary>
    public object? CustomStatus { get; private set; }

    /// <summary>Whether the code asked to begin again, and whether with the events that it left.</summary>
    public (bool Asked, bool KeepEvents) ContinuesAsNew { get; private set; }

    public void SetReplaying(bool isReplaying) => _isReplaying = isReplaying;

    public void SetTime(DateTime now) => _now = now;

    public override bool IsPatched(string patchName)
    {
        parts.Guard.Check();
        return parts.Patches.IsPatched(patchName, _isReplaying);
    }

    public override Task<T> CallActivityAsync<T>(string name, object? input = null, WorkflowTaskOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        parts.Guard.Check();
        if (options?.RetryPolicy is not { } policy)
        {
            return parts.Calls.ActivityAsync<T>(name, input, options);
        }

        var chain = parts.Calls.NextTaskExecutionId(name);
        return RetryLoop.RunAsync(
            this,
            policy,
            () => parts.Calls.ActivityAsync<T>(name, input, options),
            pause => parts.Calls.ActivityRetryTimerAsync(_now + pause, chain));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        parts.Guard.Check();
        return parts.Calls.TimerAsync(fireAt, cancellationToken);
    }

    public override async Task<T> WaitForExternalEventAsync<T>(string eventName, CancellationToken cancellationToken = default)
    {
        parts.Guard.Check();
        var raised = await parts.Inbox.WaitAsync(eventName, cancellationToken);
        return parts.Calls.Deserialize<T>(raised.EventRaised.Input);
    }

    public override async Task<T> WaitForExternalEventAsync<T>(string eventName, TimeSpan timeout)
    {
        parts.Guard.Check();
        if (timeout == TimeSpan.Zero)
        {
            throw new TaskCanceledException($"The wait for event '{eventName}' has no time.");
        }

        using var endTimer = new CancellationTokenSource();
        using var endWait = new CancellationTokenSource();
        var timer = parts.Calls.EventTimerAsync(eventName, timeout < TimeSpan.Zero ? null : _now + timeout, endTimer.Token);
        var raised = WaitForExternalEventAsync<T>(eventName, endWait.Token);
        var loser = await Task.WhenAny(timer, raised) == raised ? endTimer : endWait;
#pragma warning disable CA1849 // The asynchronous form would leave the turn's thread.
        loser.Cancel();
#pragma warning restore CA1849
        return await raised;
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        ArgumentException.ThrowIfNullOrWhiteSpace(eventName);
        parts.Guard.Check();
        parts.Calls.SendEvent(instanceId, eventName, payload);
    }

    public override void SetCustomStatus(object? customStatus)
    {
        parts.Guard.Check();
        CustomStatus = customStatus;
    }

    public override Task<TResult> CallChildWorkflowAsync<TResult>(
        string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(workflowName);
        parts.Guard.Check();
        if (options?.RetryPolicy is not { } policy)
        {
            return parts.Calls.ChildAsync<TResult>(workflowName, input, ChildId(options), options);
        }

        var first = ChildId(options);
        return RetryLoop.RunAsync(
            this,
            policy,
            () => parts.Calls.ChildAsync<TResult>(workflowName, input, ChildId(options), options),
            pause => parts.Calls.ChildRetryTimerAsync(_now + pause, first));
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        parts.Guard.Check();
        if (ContinuesAsNew.Asked)
        {
            return;
        }

        parts.Calls.ContinueAsNew(newInput);
        // What comes later in this turn is for the next run, even if a wait is still open.
        parts.Inbox.Close();
        ContinuesAsNew = (true, preserveUnprocessedEvents);
    }

    public override Guid NewGuid()
    {
        parts.Guard.Check();
        return parts.Ids.Next();
    }

    public override ILogger CreateReplaySafeLogger(string categoryName) => new ReplaySafeLogger(parts.Loggers.CreateLogger(categoryName), this);

    public override ILogger CreateReplaySafeLogger(Type type) => new ReplaySafeLogger(parts.Loggers.CreateLogger(type), this);

    public override ILogger CreateReplaySafeLogger<T>() => new ReplaySafeLogger(parts.Loggers.CreateLogger<T>(), this);

    private string ChildId(ChildWorkflowTaskOptions? options) => options?.InstanceId ?? parts.Ids.Next().ToString();
}
