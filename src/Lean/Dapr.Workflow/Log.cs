using Microsoft.Extensions.Logging;

namespace Dapr.Workflow;

internal static partial class Log
{
    [LoggerMessage(7000, LogLevel.Debug, "The wait for workflow {InstanceId} was interrupted ({Problem}); asking again in {Pause} ms.")]
    public static partial void WaitInterrupted(ILogger logger, string instanceId, string problem, double pause);
}
