using Microsoft.Extensions.Logging;

namespace Dapr.Workflow;

internal static partial class Log
{
    [LoggerMessage(7000, LogLevel.Debug, "The wait for workflow {InstanceId} was interrupted ({Problem}); asking again in {Pause} ms.")]
    public static partial void WaitInterrupted(ILogger logger, string instanceId, string problem, double pause);

    [LoggerMessage(7001, LogLevel.Information, "No work items from the sidecar at {Address} ({Problem}); trying for ever.")]
    public static partial void StreamLost(ILogger logger, string address, string problem);

    [LoggerMessage(7002, LogLevel.Information, "Work items from the sidecar at {Address} again.")]
    public static partial void StreamBack(ILogger logger, string address);

    [LoggerMessage(7003, LogLevel.Error, "Taking work items failed.")]
    public static partial void StreamFailed(ILogger logger, Exception exception);

    [LoggerMessage(7004, LogLevel.Warning, "Work items that did not end within {Seconds} s are left to the next worker.")]
    public static partial void ItemsAbandoned(ILogger logger, double seconds);

    [LoggerMessage(7005, LogLevel.Information, "The sidecar did not take an answer for instance {InstanceId} and will ask again: {Problem}")]
    public static partial void AnswerLost(ILogger logger, string instanceId, string problem);

    [LoggerMessage(7006, LogLevel.Error, "A work item of instance {InstanceId} failed.")]
    public static partial void WorkItemFailed(ILogger logger, Exception exception, string instanceId);

    [LoggerMessage(7007, LogLevel.Error, "The answer of instance {InstanceId}'s {What} takes {Size} bytes and was refused: {Problem}. It is answered with a failure.")]
    public static partial void AnswerTooLarge(ILogger logger, string instanceId, string what, int size, string problem);

    [LoggerMessage(7010, LogLevel.Error, "{Problem}")]
    public static partial void NonDeterministic(ILogger logger, string problem);

    [LoggerMessage(7011, LogLevel.Error, "A turn of workflow {Workflow}, instance {InstanceId}, failed.")]
    public static partial void TurnFailed(ILogger logger, Exception exception, string workflow, string instanceId);

    [LoggerMessage(7012, LogLevel.Error, "Workflow {Workflow} could not be created.")]
    public static partial void WorkflowNotCreated(ILogger logger, Exception exception, string workflow);

    [LoggerMessage(7013, LogLevel.Error, "Workflow {Workflow} of instance {InstanceId} is not registered in this app. Registered: {Known}.")]
    public static partial void WorkflowUnknown(ILogger logger, string workflow, string instanceId, string known);

    [LoggerMessage(7020, LogLevel.Warning, "Activity {Activity} of instance {InstanceId} failed.")]
    public static partial void ActivityFailed(ILogger logger, Exception exception, string activity, string instanceId);

    [LoggerMessage(7021, LogLevel.Error, "Activity {Activity} could not be created.")]
    public static partial void ActivityNotCreated(ILogger logger, Exception exception, string activity);

    [LoggerMessage(7022, LogLevel.Error, "Activity {Activity} is not registered in this app. Registered: {Known}.")]
    public static partial void ActivityUnknown(ILogger logger, string activity, string known);
}
