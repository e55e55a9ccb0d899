namespace Dapr.Workflow;

/// <summary>How a workflow calls a child workflow.</summary>
/// <param name="InstanceId">The child's id; null: a new one, the same at every replay.</param>
/// <param name="RetryPolicy">When to repeat a failed child; null: never.</param>
/// <param name="TargetAppId">The app that runs it; null: the workflow's own.</param>
/// <param name="PropagationScope">How much of the caller's history it may see.</param>
public record ChildWorkflowTaskOptions(
    string? InstanceId = null,
    WorkflowRetryPolicy? RetryPolicy = null,
    string? TargetAppId = null,
    HistoryPropagationScope PropagationScope = HistoryPropagationScope.None)
    : WorkflowTaskOptions(RetryPolicy, TargetAppId, PropagationScope)
{
    /// <summary>A copy with another <see cref="WorkflowTaskOptions.PropagationScope"/>.</summary>
    public new ChildWorkflowTaskOptions WithHistoryPropagation(HistoryPropagationScope scope) => this with { PropagationScope = scope };
}
