namespace Dapr.Workflow;

/// <summary>How a workflow calls an activity.</summary>
/// <param name="RetryPolicy">When to repeat a failed call; null: never.</param>
/// <param name="TargetAppId">The app that runs it; null: the workflow's own.</param>
/// <param name="PropagationScope">How much of the caller's history it may see.</param>
public record WorkflowTaskOptions(
    WorkflowRetryPolicy? RetryPolicy = null,
    string? TargetAppId = null,
    HistoryPropagationScope PropagationScope = HistoryPropagationScope.None)
{
    /// <summary>A copy with another <see cref="PropagationScope"/>.</summary>
    public WorkflowTaskOptions WithHistoryPropagation(HistoryPropagationScope scope) => this with { PropagationScope = scope };
}
