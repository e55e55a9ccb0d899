using DurableTask.Protocol;

namespace Aion.Sidecar;

/// <summary>
/// How long workflows are kept after they have ended; it is <c>spec.workflow.stateRetentionPolicy</c> of Dapr's Configuration. A
/// status of its own goes before <see cref="AnyTerminal"/>. Zero: they are removed at once; null: they stay until they are purged.
/// </summary>
public sealed record WorkflowRetention
{
    /// <summary>Of all that have ended.</summary>
    public TimeSpan? AnyTerminal { get; init; }

    /// <summary>Of those that came to their end.</summary>
    public TimeSpan? Completed { get; init; }

    /// <summary>Of those that failed.</summary>
    public TimeSpan? Failed { get; init; }

    /// <summary>Of those that were terminated.</summary>
    public TimeSpan? Terminated { get; init; }

    internal TimeSpan? Of(OrchestrationStatus status)
    {
        var own = status switch
        {
            OrchestrationStatus.Completed => Completed,
            OrchestrationStatus.Failed => Failed,
            OrchestrationStatus.Terminated => Terminated,
            _ => null,
        };
        return own ?? AnyTerminal;
    }
}
