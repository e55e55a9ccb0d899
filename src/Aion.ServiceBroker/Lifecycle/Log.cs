using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle;

internal static partial class Log
{
    [LoggerMessage(3201, LogLevel.Information, "{Instance} cannot be started: {Cause}")]
    public static partial void StartFailed(ILogger logger, string instance, string cause);

    [LoggerMessage(3202, LogLevel.Error, "{Instance} cannot be started")]
    public static partial void StartBroke(ILogger logger, string instance, Exception exception);

    [LoggerMessage(3203, LogLevel.Information, "{Instance} ended: {Exit}")]
    public static partial void Ended(ILogger logger, string instance, InstanceExit exit);

    [LoggerMessage(3204, LogLevel.Information, "{Instance} will be started again in {Seconds:0.0} s: {Cause}")]
    public static partial void Backoff(ILogger logger, string instance, string? cause, double seconds);

    [LoggerMessage(3205, LogLevel.Warning, "States of instances cannot be stored, trying again: {Problem}")]
    public static partial void JournalStuck(ILogger logger, string problem);

    [LoggerMessage(3206, LogLevel.Debug, "The queues cannot be looked at: {Problem}")]
    public static partial void QueuesUnknown(ILogger logger, string problem);

    [LoggerMessage(3207, LogLevel.Information, "{Instance} is started: {Count} kanban(s) wait in its queue")]
    public static partial void WokenByQueue(ILogger logger, string instance, int count);

    [LoggerMessage(3600, LogLevel.Warning, "What became of {Instance} cannot be written down: {Problem}")]
    public static partial void LedgerNotWritten(ILogger logger, string instance, string problem);

    [LoggerMessage(3601, LogLevel.Warning, "The crash of {Service} {Number} could not be reported, a kanban that causes it is not found this time: {Problem}")]
    public static partial void CrashNotReported(ILogger logger, string service, int number, string problem);

    [LoggerMessage(3602, LogLevel.Debug, "A signal for {Service} {Number} waits for the sidecar: {Problem}")]
    public static partial void SignalWaits(ILogger logger, string service, int number, string problem);

    [LoggerMessage(3603, LogLevel.Information, "{Service} {Number} is gone, nobody takes the signal {Signal}")]
    public static partial void SignalLost(ILogger logger, string service, int number, Machine.SignalKind signal);

    [LoggerMessage(3604, LogLevel.Warning, "{Instance}: {Cause}")]
    public static partial void RolledBack(ILogger logger, string instance, string cause);

    [LoggerMessage(3609, LogLevel.Error, "{Service} {Number}: {Signal} in the state {State} cannot be handled and is passed over")]
    public static partial void SignalRefused(
        ILogger logger, string service, int number, Machine.SignalKind signal, InstanceState state, Exception exception);

    [LoggerMessage(3605, LogLevel.Warning, "{Count} instance(s) have not taken over the project in time; it is being done while the broker goes on")]
    public static partial void ApplyGoesOn(ILogger logger, int count);

    [LoggerMessage(3606, LogLevel.Warning, "The workflow of {Service} {Number} is gone, it failed or somebody ended it: it begins again with what is known")]
    public static partial void WorkflowRevived(ILogger logger, string service, int number);

    [LoggerMessage(3607, LogLevel.Error, "A signal for {Service} {Number} cannot be sent, trying again")]
    public static partial void SignalNotSent(ILogger logger, string service, int number, Exception exception);

    [LoggerMessage(3610, LogLevel.Debug, "The workflow of {Service} {Number}, which was taken away, is left in the sidecar: {Problem}")]
    public static partial void WorkflowLeft(ILogger logger, string service, int number, string problem);

    [LoggerMessage(3608, LogLevel.Debug, "The workflows cannot be looked after: {Problem}")]
    public static partial void WorkflowsUnknown(ILogger logger, string problem);
}
