using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Workflows;

internal static partial class Log
{
    [LoggerMessage(1700, LogLevel.Information, "A workflow worker of app {AppId} is connected; it has {Count}.", EventName = "WorkerConnected")]
    public static partial void WorkerConnected(ILogger logger, string appId, int count);

    [LoggerMessage(1701, LogLevel.Information, "A workflow worker of app {AppId} is gone; it has {Count}.", EventName = "WorkerGone")]
    public static partial void WorkerGone(ILogger logger, string appId, int count);

    [LoggerMessage(1702, LogLevel.Information, "Workflow {Id} of app {AppId} ended: {Status}.", EventName = "WorkflowEnded")]
    public static partial void Ended(ILogger logger, string appId, string id, string status);

    [LoggerMessage(1703, LogLevel.Warning, "Workflow {Id} of app {AppId} is stalled: {Reason}", EventName = "WorkflowStalled")]
    public static partial void Stalled(ILogger logger, string appId, string id, string reason);

    [LoggerMessage(1704, LogLevel.Information, "An answer to a turn of workflow {Id} of app {AppId} is dropped: {Reason}.", EventName = "AnswerDropped")]
    public static partial void AnswerDropped(ILogger logger, string appId, string id, string reason);

    [LoggerMessage(1705, LogLevel.Error, "A turn of workflow {Id} of app {AppId} failed in the sidecar; it is given again in {Delay}.", EventName = "TurnFailed")]
    public static partial void TurnFailed(ILogger logger, string appId, string id, TimeSpan delay, Exception error);

    [LoggerMessage(1706, LogLevel.Error, "The result of activity {TaskId} of workflow {Id} of app {AppId} could not be stored; the activity is given again in {Delay}.", EventName = "TaskFailed")]
    public static partial void TaskFailed(ILogger logger, string appId, string id, int taskId, TimeSpan delay, Exception error);

    [LoggerMessage(1707, LogLevel.Error, "The durable timers of workflows failed to fire; they are tried again in {Delay}.", EventName = "TimersFailed")]
    public static partial void TimersFailed(ILogger logger, TimeSpan delay, Exception error);

    [LoggerMessage(1708, LogLevel.Warning, "The answer of a {What} of workflow {Id} of app {AppId} takes {Size} bytes, the largest message may have {Most}: the {What} fails.", EventName = "AnswerTooLarge")]
    public static partial void AnswerTooLarge(ILogger logger, string what, string id, string appId, int size, int most);

    [LoggerMessage(1709, LogLevel.Error, "A workflow worker of app {AppId} gave an answer of more than {Most} bytes, which was refused unread: its workflow waits until the worker connects anew.", EventName = "AnswerRefused")]
    public static partial void AnswerRefused(ILogger logger, string appId, int most);

    [LoggerMessage(1711, LogLevel.Error, "Workflows wait, as their store cannot be used: {Reason}. It is tried again every {Delay}.", EventName = "StoreFailed")]
    public static partial void StoreFailed(ILogger logger, string reason, TimeSpan delay);

    [LoggerMessage(1712, LogLevel.Information, "The store of the workflows can be used again.", EventName = "StoreWritten")]
    public static partial void StoreWritten(ILogger logger);

    [LoggerMessage(1710, LogLevel.Error, "Workflows whose retention is over could not be removed; it is tried again in {Delay}.", EventName = "RetentionFailed")]
    public static partial void RetentionFailed(ILogger logger, TimeSpan delay, Exception error);

    [LoggerMessage(1713, LogLevel.Warning, "A worker has not answered a turn of workflow {Id} of app {AppId} for {Limit}: the workflow waits until it does, or is gone.", EventName = "TurnOverdue")]
    public static partial void TurnOverdue(ILogger logger, string id, string appId, TimeSpan limit);
}
