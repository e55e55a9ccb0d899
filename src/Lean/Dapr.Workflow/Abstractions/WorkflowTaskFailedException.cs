namespace Dapr.Workflow;

/// <summary>Thrown into a workflow when an activity or child workflow that it called has failed.</summary>
/// <param name="message">Which task failed.</param>
/// <param name="failureDetails">What it failed with.</param>
public class WorkflowTaskFailedException(string message, WorkflowTaskFailureDetails failureDetails) : Exception(message)
{
    /// <summary>What the task failed with.</summary>
    public WorkflowTaskFailureDetails FailureDetails { get; } = failureDetails ?? throw new ArgumentNullException(nameof(failureDetails));
}
